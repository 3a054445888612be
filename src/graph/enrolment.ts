import { z } from "zod";
import type { DeviceId } from "../domain/ticket/ids.ts";
import type { Clock } from "../ports/clock.ts";
import type { Send } from "./batch.ts";
import { type GraphDevice, text } from "./devices.ts";
import { type Kept, keep, type Wait } from "./kept.ts";
import { path, type Question, select } from "./question.ts";
import { read } from "./reading.ts";

/** Beta, because v1.0 has no words for Android: learn.microsoft.com/graph/api/resources/intune-devices-deviceenrollmenttype */
const enrolmentOf = (device: DeviceId): Question => ({
  url: `${path`/deviceManagement/managedDevices/${device}`}?${select("id", "deviceEnrollmentType")}`,
  permission: "DeviceManagementManagedDevices.Read.All",
});

const Enrolment = z
  .object({ deviceEnrollmentType: text })
  .transform(({ deviceEnrollmentType }) => deviceEnrollmentType);

/** It does not change while the enrolment lasts. */
const KEPT_MS = 60 * 60 * 1000;

export function createEnrolment({ send, clock }: { send: Send; clock: Clock }): Kept<DeviceId, string> {
  return keep({
    clock,
    keepMs: KEPT_MS,
    async load(device, wait) {
      const question = enrolmentOf(device);
      const { enrolment } = await send(
        { call: "enrolment", version: "beta", ...wait },
        { enrolment: question },
      );
      return read(enrolment, question, Enrolment);
    },
  });
}

const WORDLESS: readonly string[] = ["unknown", "unknownFutureValue"];

/** The kind of an Android, one more round trip the first time. What beta cannot tell either stays unknown. */
export async function withEnrolment(
  device: GraphDevice,
  enrolment: Kept<DeviceId, string>,
  wait: Wait,
): Promise<GraphDevice> {
  const { platform, enrollmentType, id } = device.facts;
  if (platform !== "android" || !WORDLESS.includes(enrollmentType)) return device;
  const answer = await enrolment.of(id, wait);
  return "seen" in answer ? { ...device, facts: { ...device.facts, enrollmentType: answer.seen } } : device;
}
