const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Ids of people, tenants and devices. What is no GUID never becomes part of a URL or of a query. */
export const isGuid = (text: string): boolean => GUID.test(text);
