import { randomUUID } from "node:crypto";
import { MOST_SUBJECT } from "../../cards/request-form.ts";
import type { Command } from "../action.ts";
import { inOwnChat } from "../actions/request-for.ts";
import { formFor, mayOpenForOthers, whoFor } from "../on-behalf.ts";

/**
 * `request for Sam Sharma: printer jams`, or `for` and a mention. Of a helper who names a person it is a form for that person; everybody
 * else's "request for a new laptop" is text like any other.
 */
export const requestFor: Command = {
  name: "request",
  pattern:
    /^(?:request|anfrage)$|^(?:(?:new |open (?:a |an )?)?(?:request|ticket) for|(?:(?:eine )?neue |eine )?anfrage f(?:ü|ue)r|for|f(?:ü|ue)r)\s+(\S.*)$/is,
  async handle({ caller, scope, mentioned, text }, match, deps) {
    const [mention] = mentioned;
    const rest = match[1] ?? "";
    const isBare = /^\s*(?:for|f(?:ü|ue)r)\s/i.test(text);
    if ((isBare && mention === undefined) || !(await mayOpenForOthers(caller, deps))) return null;
    if (rest === "") return inOwnChat(await whoFor("", caller, deps), caller, scope, deps);
    const filled = (subject: string) => ({
      form: randomUUID(),
      subject: subject.trim().slice(0, MOST_SUBJECT),
      details: "",
    });
    if (mention !== undefined) {
      const form = await formFor(mention, (name) => filled(behind(name, rest)), caller, deps);
      return inOwnChat(form, caller, scope, deps);
    }
    const [, name = "", subject = ""] = /^([^:,;\n]{2,80})[:,;\n]?(.*)$/s.exec(rest.replace(/^@/, "")) ?? [];
    const found = await deps.directory.search(name.trim(), 2);
    const [only, ...others] = found;
    if (only === undefined) return null;
    const form =
      others.length > 0
        ? await whoFor(name.trim(), caller, deps)
        : await formFor(only.id, filled(subject), caller, deps);
    return inOwnChat(form, caller, scope, deps);
  },
};

/** What was typed behind the name of a mention. */
const behind = (name: string, text: string): string => {
  const said = text.replace(/^@/, "");
  return said.toLowerCase().startsWith(name.toLowerCase())
    ? said.slice(name.length).replace(/^[\s:,;]+/, "")
    : "";
};
