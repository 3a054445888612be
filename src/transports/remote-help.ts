import type { Transport } from "../ports/transport.ts";
import type { Device } from "../ticket/device.ts";
import { androidSteps } from "./remote-help/android.ts";
import { macosSteps } from "./remote-help/macos.ts";
import { type Steps, unsupported } from "./remote-help/steps.ts";
import { windowsSteps } from "./remote-help/windows.ts";

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
    handOff: ({ device }, level) => ({
      name: "Intune Remote Help",
      enforced: false,
      ...stepsFor(device)(level, devicePage(origin, device)),
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

const stepsFor = ({ platform }: Device): Steps => STEPS[platform];

/** The device's page; no documented link opens the Remote Help pane on it. */
function devicePage(origin: URL, { id }: Device): string {
  const page = "view/Microsoft_Intune_Devices/DeviceSettingsMenuBlade/~/overview/mdmDeviceId";
  return `${origin.origin}/#${page}/${encodeURIComponent(id)}`;
}
