/** What both people do in the program that carries the screen. Titles of links have at most 20 characters. */
export const transport = {
  "transport.remote-help": "Intune Remote Help",
  "transport.open-device": "Open the device in the Intune admin center.",
  "transport.open-in-intune": "Open in Intune",
  "transport.start-windows":
    "There: New remote assistance session > Remote Help > Continue > Initiate, then Open Remote Help with the same account.",
  "transport.start-mac":
    "There: New remote assistance session > Remote Help. You get a code of 8 characters.",
  "transport.start-android": "There: New remote assistance session > Remote Help.",
  "transport.attended-only":
    "Choose attended. Unattended starts without an answer on the device, and that is not approved here.",
  "transport.say-code": "Say the code out loud. Do not write it to Beckon.",
  "transport.help-from-browser": "Help from the browser.",
  "transport.open-remote-help": "Open Remote Help",
  "transport.no-admin-on-mac":
    "Remote Help has no administrator level on a Mac: full control is the most there is.",
  "transport.choose-view":
    "Choose view only once you have both joined. Only viewing is approved, and Beckon can't limit Remote Help.",
  "transport.choose-control":
    "Choose full control once you have both joined. Beckon can't set or limit this in Remote Help.",
  "transport.ask-in-window":
    "In the running Remote Help window, ask for full control. Beckon can't set or limit it there.",
  "transport.connection-drops": "If the connection drops, start it again from the device's page.",
  "transport.end-it-yourself":
    "After administrator work, end Remote Help yourself: if the other person ends it, Windows signs them out.",
  "transport.nothing-arrives":
    "Nothing arrives on the device? Open the Remote Help app: Give help > Get a security code. Say the code, do not write it to Beckon.",
  "transport.leaves-late": "When the other person leaves, your window may show it a minute late.",
  "transport.open-notification": "A notification from Remote Help appears on your screen: open it.",
  "transport.no-notification":
    "No notification? Open the Remote Help app and type the code that your helper says to you.",
  "transport.type-code-on-mac":
    "Open Remote Help on your Mac and type the 8 characters that your helper says to you.",
  "transport.request-on-android": "A request from Remote Help appears on the device. It waits five minutes.",
  "transport.check-view":
    "Remote Help asks you once more. Check the name, then allow viewing only. If it asks for more, decline.",
  "transport.check-control":
    "Remote Help asks you once more. Check the name and what it asks for, then allow it there.",
  "transport.check-in-window": "Remote Help asks on your screen: check the name, and allow it there.",
  "transport.mac-permission-view":
    "The first time, macOS asks for Screen Recording: allow it for Remote Help.",
  "transport.mac-permission-control":
    "The first time, macOS asks for Screen Recording and Accessibility: allow both for Remote Help.",
  "transport.share-from-browser": "Without the app, the web app can show your screen.",
  "transport.open-web-app": "Open web app",
  "transport.unsupported-helper":
    "Remote Help does not reach this kind of device. Help by chat or call instead.",
  "transport.unsupported-sharer": "There is nothing to open: Remote Help does not reach this kind of device.",
  "transport.end-windows": "To cut the picture too, leave or close Remote Help.",
  "transport.end-windows-elevation":
    "To cut the picture too, leave or close Remote Help. After administrator work Windows may then sign you out: save your work first.",
  "transport.end-mac": "To cut the picture too, leave or close Remote Help, or close its tab in the browser.",
  "transport.end-android": "To cut the picture too, leave or close Remote Help on the device.",
  "transport.end-unsupported": "Remote Help shows nothing of this device.",
} as const;
