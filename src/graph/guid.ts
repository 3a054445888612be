const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Ids come from cards and activities: what is no GUID never becomes part of a URL. */
export const isGuid = (text: string): boolean => GUID.test(text);
