/** This machine, as the host of an address: with or without the brackets of IPv6 in a URL. */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\]|::1)$/;

/** Decides whether Beckon may work without tokens and speak plain HTTP. */
export const isLoopback = (host: string): boolean => LOOPBACK.test(host);
