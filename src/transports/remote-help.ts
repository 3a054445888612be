import type { Device } from "../domain/ticket/device.ts";
import type { Level } from "../domain/ticket/level.ts";
import type { Session } from "../domain/ticket/ticket.ts";
import type { Transport } from "../ports/transport.ts";
import { androidSteps } from "./remote-help/android.ts";
import { macosSteps } from "./remote-help/macos.ts";
import { goingOn, type Steps, unsupported } from "./remote-help/steps.ts";
import { END_IT_YOURSELF, windowsSteps } from "./remote-help/windows.ts";

const PORTAL = "https://intune.microsoft.com";

/**
 * Intune Remote Help carries the screen. Nothing of it can be started, limited or ended from outside: the helper makes
 * the code, both people choose the mode in its own window, and there is no documented call that ends a session. So all
 * that is given here are links and words.
 *
 * @param portal the Intune admin centre; sovereign clouds have their own.
 * @throws when the portal is no https address: it ends up as a link on people's cards.
 */
export function createRemoteHelp({ portal = PORTAL }: { readonly portal?: string } = {}): Transport {
  const origin = new URL(portal);
  if (origin.protocol !== "https:") throw new Error("the Intune admin centre needs an https address");
  return {
    handOff: (session, level) => ({
      name: "Intune Remote Help",
      enforced: false,
      ...stepsOf(session, level, devicePage(origin, session.device)),
    }),
  };
}

const STEPS: Readonly<Record<Device["platform"], Steps>> = {
  windows: windowsSteps,
  macos: macosSteps,
  android: androidSteps,
  ios: unsupported,
  linux: unsupported,
  other: unsupported,
};

function stepsOf({ device, transport }: Session, level: Level, page: string): ReturnType<Steps> {
  const fromTheStart = STEPS[device.platform](level, page);
  if (transport["helper-says-started"] === undefined) return fromTheStart;
  const { helper, sharer } = goingOn(level, page);
  const caution = device.platform === "windows" && level === "elevation" ? [END_IT_YOURSELF] : [];
  return { ...fromTheStart, helper: [...helper, ...caution], sharer };
}

/** The device's page; no documented link opens the Remote Help pane on it. */
function devicePage(origin: URL, { id }: Device): string {
  const page = "view/Microsoft_Intune_Devices/DeviceSettingsMenuBlade/~/overview/mdmDeviceId";
  return `${origin.origin}/#${page}/${encodeURIComponent(id)}`;
}
