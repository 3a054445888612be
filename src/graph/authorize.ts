import type { TokenCredential } from "@azure/identity";
import type { Context, Middleware } from "@microsoft/microsoft-graph-client";

/** The simulated Graph accepts any token, but refuses a call without one, as Graph does. */
const NO_CREDENTIAL = "simulated";

/** No token could be had: a wrong secret, a wrong tenant, or Entra is down. */
export class SignInFailed extends Error {
  override readonly name = "SignInFailed";
}

/**
 * Signs calls to one origin only, so that a strange `@odata.nextLink` cannot carry the token away. The client's
 * own handler cannot serve: it drops the header for every address without https, loopback included.
 */
export class Authorize implements Middleware {
  readonly #credential: TokenCredential | null;
  readonly #origin: string;
  #next: Middleware | undefined;

  constructor(credential: TokenCredential | null, baseUrl: string) {
    this.#credential = credential;
    this.#origin = new URL(baseUrl).origin;
  }

  async execute(context: Context): Promise<void> {
    const url = typeof context.request === "string" ? context.request : context.request.url;
    if (new URL(url).origin !== this.#origin) throw new SignInFailed("Not an address of Graph");
    const token = await this.#token(context.options?.signal ?? undefined);
    context.options = {
      ...context.options,
      headers: { ...(context.options?.headers as Record<string, string>), authorization: `Bearer ${token}` },
    };
    await this.#next?.execute(context);
  }

  setNext(next: Middleware): void {
    this.#next = next;
  }

  async #token(signal: AbortSignal | undefined): Promise<string> {
    if (this.#credential === null) return NO_CREDENTIAL;
    try {
      const options = signal === undefined ? {} : { abortSignal: signal };
      const token = await this.#credential.getToken(`${this.#origin}/.default`, options);
      if (token !== null) return token.token;
    } catch (cause) {
      throw new SignInFailed("Beckon could not sign in to Graph", { cause });
    }
    throw new SignInFailed("Beckon could not sign in to Graph");
  }
}
