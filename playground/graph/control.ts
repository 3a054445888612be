import type { IncomingMessage } from "node:http";
import type { Clock } from "../../src/ports/clock.ts";
import type { SimulatedPerson } from "../company.ts";
import type { SimulatedDevice } from "../company-devices.ts";
import type { SimulatedRemoteHelp } from "../company-remote-help.ts";
import { createLevers, type Levers } from "../levers.ts";
import { Faults, NO_FAULTS } from "./faults.ts";
import { type RecordedRequest, recorded } from "./recorded.ts";
import type { Json, Reply } from "./reply.ts";
import { createNotifier, type LifecycleEvent } from "./subscriptions.ts";
import { freshTenant, type Tenant } from "./tenant.ts";

export class NoSuchThing extends Error {
  override readonly name = "NoSuchThing";
}

/** The levers of the simulated tenant, for tests and for the console page. */
export interface Control {
  readonly faults: {
    current(): Faults;
    /** Changes what is named and leaves the rest. */
    set(change: Partial<Faults>): Faults;
    clear(): void;
  };
  tenant(): Tenant;
  editPerson(id: string, change: Partial<SimulatedPerson>): SimulatedPerson;
  editDevice(id: string, change: Partial<SimulatedDevice>): SimulatedDevice;
  removeDevice(id: string): void;
  editRemoteHelp(change: Partial<SimulatedRemoteHelp>): SimulatedRemoteHelp;
  join(group: string, member: string): void;
  leave(group: string, member: string): void;
  /** Lifecycle notifications, sent to all subscriptions. */
  lifecycle(event: LifecycleEvent): void;
  /** When every notification has been taken or given up. */
  notified(): Promise<void>;
  /** Beckon's own, beside the company's. */
  readonly levers: Levers;
  /** The company as on the first day, without faults; the record of requests and subscriptions are kept. */
  reset(): void;
  requests(): readonly RecordedRequest[];
  forgetRequests(): void;
  /** Give the answer to what it returns. */
  record(request: IncomingMessage, url: URL, body: Json): (reply: Reply) => void;
}

const MAX_RECORDED = 1000;

export function createControl(clock: Clock, levers = createLevers(clock)): Control {
  let faults = NO_FAULTS;
  let tenant = freshTenant();
  let requests: RecordedRequest[] = [];
  const notifier = createNotifier(() => clock.now());

  function group(id: string) {
    return existing(tenant.groups, id);
  }

  return {
    faults: {
      current: () => faults,
      set(change) {
        faults = Faults.parse({ ...faults, ...change });
        return faults;
      },
      clear() {
        faults = NO_FAULTS;
      },
    },
    tenant: () => tenant,
    editPerson(id, change) {
      const person = Object.assign(existing(tenant.people, id), change);
      notifier.changed(tenant, { kind: "users", id });
      return person;
    },
    editDevice: (id, change) => Object.assign(existing(tenant.devices, id), change),
    editRemoteHelp: (change) => Object.assign(tenant.remoteHelp, change),
    removeDevice(id) {
      tenant.devices = tenant.devices.filter((device) => device.id !== id);
    },
    join(id, member) {
      const { members } = group(id);
      if (members.includes(member)) return;
      members.push(member);
      notifier.changed(tenant, { kind: "groups", id, member, left: false });
    },
    leave(id, member) {
      const left = group(id);
      if (!left.members.includes(member)) return;
      left.members = left.members.filter((one) => one !== member);
      notifier.changed(tenant, { kind: "groups", id, member, left: true });
    },
    lifecycle: (event) => notifier.lifecycle(tenant, event),
    notified: notifier.delivered,
    reset() {
      tenant = { ...freshTenant(), subscriptions: tenant.subscriptions };
      faults = NO_FAULTS;
      levers.reset();
    },
    levers,
    requests: () => requests,
    forgetRequests() {
      requests = [];
    },
    record(request, url, body) {
      const { entry, answered } = recorded(request, url, body, clock.now());
      requests.push(entry);
      if (requests.length > MAX_RECORDED) requests.shift();
      return answered;
    },
  };
}

function existing<Thing extends { id: string }>(things: readonly Thing[], id: string): Thing {
  const thing = things.find((one) => one.id === id);
  if (thing === undefined) throw new NoSuchThing(id);
  return thing;
}
