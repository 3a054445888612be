import type { Device } from "../domain/ticket/device.ts";
import type { Level } from "../domain/ticket/level.ts";
import type { Session } from "../domain/ticket/ticket.ts";
import type { HandOff, Step, Transport, TransportText } from "../ports/transport.ts";

const PORTAL = "https://intune.microsoft.com";
/** For people who share from a browser; it can show the screen and nothing more. */
const SHARERS_WEB_APP = "https://aka.ms/rh";
const HELPERS_WEB_APP = "https://aka.ms/rhh";

type Steps = Pick<HandOff, "helper" | "sharer" | "endAtOnce">;

/**
 * Intune Remote Help carries the screen. Nothing of it can be started, limited or ended from outside: the helper makes
 * the code, both people choose the mode in its own window, and there is no documented call that ends a session. So all
 * that is given here are links and sentences.
 *
 * @param portal the Intune admin center; sovereign clouds have their own.
 * @throws when the portal is no https address: it ends up as a link on people's cards.
 */
export function createRemoteHelp({ portal = PORTAL }: { readonly portal?: string } = {}): Transport {
  const origin = new URL(portal);
  if (origin.protocol !== "https:") throw new Error("the Intune admin centre needs an https address");
  return {
    handOff: (session, level) => ({
      name: "remote-help",
      enforced: false,
      ...stepsOf(session, level, devicePage(origin, session.device)),
    }),
  };
}

/** The device's page; no documented link opens the Remote Help pane on it. */
function devicePage(origin: URL, { id }: Device): string {
  const page = "view/Microsoft_Intune_Devices/DeviceSettingsMenuBlade/~/overview/mdmDeviceId";
  return `${origin.origin}/#${page}/${encodeURIComponent(id)}`;
}

function stepsOf({ device, transport }: Session, level: Level, page: string): Steps {
  const fromTheStart = ON_PLATFORM[device.platform](level, page);
  if (transport["helper-says-started"] === undefined) return fromTheStart;
  return {
    helper: [
      ...when(level !== "view", step("ask-in-window")),
      opening("connection-drops", "open-in-intune", page),
      ...when(device.platform === "windows" && level === "elevation", step("end-it-yourself")),
    ],
    sharer: when(level !== "view", step("check-in-window")),
    endAtOnce: fromTheStart.endAtOnce,
  };
}

const step = (text: TransportText): Step => ({ text, link: null });

const opening = (text: TransportText, title: TransportText, url: string): Step => ({
  text,
  link: { title, url },
});

const when = (condition: boolean, each: Step): Step[] => (condition ? [each] : []);

const openDevice = (page: string): Step => opening("open-device", "open-in-intune", page);

/** The mode is chosen when both have joined, so no link can fix it beforehand. */
const chooseMode = (level: Level): Step => step(level === "view" ? "choose-view" : "choose-control");

/** The sharer's own safeguard, because Beckon has none there. */
const checkWhatIsAsked = (level: Level): Step => step(level === "view" ? "check-view" : "check-control");

/** Windows to Windows with the native app: the only pair that has all three levels. */
const windowsSteps = (level: Level, page: string): Steps => ({
  helper: [
    openDevice(page),
    step("start-windows"),
    chooseMode(level),
    ...when(level === "elevation", step("end-it-yourself")),
    step("nothing-arrives"),
  ],
  sharer: [step("open-notification"), checkWhatIsAsked(level), step("no-notification")],
  endAtOnce: level === "elevation" ? "end-windows-elevation" : "end-windows",
});

/** Macs get no push: the code is said from one person to the other. There is no administrator level. */
const macosSteps = (level: Level, page: string): Steps => ({
  helper: [
    openDevice(page),
    step("start-mac"),
    step("say-code"),
    opening("help-from-browser", "open-remote-help", HELPERS_WEB_APP),
    ...when(level === "elevation", step("no-admin-on-mac")),
    chooseMode(level),
    step("leaves-late"),
  ],
  sharer: [
    step("type-code-on-mac"),
    checkWhatIsAsked(level),
    step(level === "view" ? "mac-permission-view" : "mac-permission-control"),
    ...when(level === "view", opening("share-from-browser", "open-web-app", SHARERS_WEB_APP)),
  ],
  endAtOnce: "end-mac",
});

/** Android devices that are enrolled as dedicated; only the admin center can start it. */
const androidSteps = (level: Level, page: string): Steps => ({
  helper: [openDevice(page), step("start-android"), step("attended-only"), chooseMode(level)],
  sharer: [step("request-on-android"), checkWhatIsAsked(level)],
  endAtOnce: "end-android",
});

/** Phones, tablets and systems that Remote Help does not reach. */
const unsupported = (): Steps => ({
  helper: [step("unsupported-helper")],
  sharer: [step("unsupported-sharer")],
  endAtOnce: "end-unsupported",
});

const ON_PLATFORM: Readonly<Record<Device["platform"], (level: Level, page: string) => Steps>> = {
  windows: windowsSteps,
  macos: macosSteps,
  android: androidSteps,
  ios: unsupported,
  linux: unsupported,
  other: unsupported,
};
