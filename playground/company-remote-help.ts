/** How Halden GmbH has set Remote Help, in the words of beta. */
export interface SimulatedRemoteHelp {
  remoteAssistanceState: string;
  allowSessionsToUnenrolledDevices: boolean;
  blockChat: boolean;
}

export const REMOTE_HELP: SimulatedRemoteHelp = {
  remoteAssistanceState: "enabled",
  allowSessionsToUnenrolledDevices: false,
  blockChat: false,
};
