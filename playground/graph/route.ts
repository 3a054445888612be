import type { Json, Reply } from "./reply.ts";
import type { Tenant } from "./tenant.ts";

/** One question, whether it came alone or inside a batch. */
export interface Call {
  readonly method: string;
  /** `http://127.0.0.1:4010`, for links. */
  readonly root: string;
  readonly version: string;
  /** Below the version, decoded: `/users/…/manager`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Json;
  readonly pageSize: number;
  readonly now: number;
}

export interface Route {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly path: RegExp;
  readonly version?: "beta";
  readonly permission: string | ((tenant: Tenant, id: string, call: Call) => string);
  answer(tenant: Tenant, id: string, call: Call): Reply | Promise<Reply>;
}
