import { type Dispatcher, getGlobalDispatcher, setGlobalDispatcher } from "undici";
import { isLoopback } from "../src/ports/loopback.ts";

/** Everything that this process asks of other hosts while it is installed. */
export interface Egress {
  /** Hosts that are neither Microsoft's nor on this machine. */
  readonly foreign: readonly string[];
  /** Of requests whose answers are still awaited. */
  readonly pending: number;
  /** For the attackers, who are not watched. */
  readonly fetch: typeof globalThis.fetch;
  remove(): void;
}

/**
 * Takes the place of `fetch` and of undici's dispatcher, so that the app runs with production's addresses: those of the routes are answered on
 * this machine, and any other host is recorded and refused.
 * @param routes origin in production → origin on this machine.
 */
export function installEgress(routes: Readonly<Record<string, string>>): Egress {
  const real = globalThis.fetch;
  const foreign: string[] = [];
  let pending = 0;

  async function routed(input: Parameters<typeof fetch>[0], init?: RequestInit): Promise<Response> {
    const url = new URL(input instanceof Request ? input.url : input);
    const origin = routes[url.origin];
    if (origin === undefined) {
      if (isLoopback(url.hostname)) return real(input, init);
      foreign.push(url.host);
      throw new TypeError("fetch failed: no such host here");
    }
    const answer = await real(`${origin}${url.pathname}${url.search}`, init);
    if (!answer.headers.get("content-type")?.includes("json") || answer.status === 204) return answer;
    const { status } = answer;
    const headers = new Headers(answer.headers);
    const text = (await answer.text()).replaceAll(origin, url.origin);
    headers.delete("content-length");
    headers.delete("content-encoding");
    return new Response(text, { status, headers });
  }

  globalThis.fetch = async (input, init) => {
    pending += 1;
    try {
      return await routed(input, init);
    } finally {
      pending -= 1;
    }
  };
  const dispatcher = getGlobalDispatcher();
  const route =
    (dispatch: Dispatcher["dispatch"]): Dispatcher["dispatch"] =>
    (options, handler) => {
      const { origin, host, hostname } = new URL(String(options.origin));
      if (!(origin in routes) && !isLoopback(hostname)) {
        foreign.push(host);
        throw new TypeError("no such host here");
      }
      pending += 1;
      const counted: Dispatcher.DispatchHandler = {
        onRequestStart: (...all) => handler.onRequestStart?.(...all),
        onResponseStart: (...all) => handler.onResponseStart?.(...all),
        onResponseData: (...all) => handler.onResponseData?.(...all),
        onResponseEnd(...all) {
          pending -= 1;
          handler.onResponseEnd?.(...all);
        },
        onResponseError(...all) {
          pending -= 1;
          handler.onResponseError?.(...all);
        },
      };
      return dispatch({ ...options, origin: routes[origin] ?? origin }, counted);
    };
  setGlobalDispatcher(dispatcher.compose(route));
  return {
    foreign,
    get pending() {
      return pending;
    },
    fetch: real,
    remove() {
      globalThis.fetch = real;
      setGlobalDispatcher(dispatcher);
    },
  };
}
