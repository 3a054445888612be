const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Ids of people, tenants and devices. What is no GUID never becomes part of a URL or of a query. */
export const isGuid = (text: string): boolean => GUID.test(text);

/** Branded strings: one kind of id is not assignable to another. */
declare const kind: unique symbol;
type Id<Kind extends string> = string & { readonly [kind]: Kind };

/** A person's Entra object id: the same in Graph, in Teams (`from.aadObjectId`) and in the store. */
export type PersonId = Id<"person">;
/** The number that people see: `BK-1042`. */
export type TicketId = Id<"ticket">;
/** Intune's `managedDevice.id`, not the Entra device id. */
export type DeviceId = Id<"device">;
/** Identifies one action, so that a repeated delivery is applied once. */
export type IdempotencyKey = Id<"press">;

export const personId = (text: string) => text as PersonId;
export const ticketId = (text: string) => text as TicketId;
export const deviceId = (text: string) => text as DeviceId;
export const idempotencyKey = (text: string) => text as IdempotencyKey;
