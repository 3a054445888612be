import { isGuid } from "../domain/ticket/ids.ts";

/** The Toolkit's placeholders in the manifest: `${{NAME}}`. */
const PLACEHOLDER = /\$\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g;

const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]+$/i;

interface Rule {
  readonly fits: (value: string) => boolean;
  readonly remedy: string;
  /** Stands in for a wrong value, so that one mistake is reported once. */
  readonly sample: string;
}

const GUID_SAMPLE = "00000000-0000-4000-8000-000000000000";

const RULES: Readonly<Record<string, Rule>> = {
  TEAMS_APP_ID: {
    fits: isGuid,
    remedy: "set it to the app's id, a GUID; `atk provision` writes it, or make one with `uuidgen`",
    sample: GUID_SAMPLE,
  },
  BOT_ID: {
    fits: isGuid,
    remedy:
      "set it to the Microsoft app id of the bot, a GUID; it stands on the Azure Bot's configuration page",
    sample: GUID_SAMPLE,
  },
  GRAPH_CLIENT_ID: {
    fits: isGuid,
    remedy:
      "set it to the id of the app that asks Microsoft Graph, a GUID; leave it out when it is the bot's",
    sample: GUID_SAMPLE,
  },
  BOT_DOMAIN: {
    fits: (value) => DOMAIN.test(value),
    remedy: "set it to the host name that serves the bot, without https:// and without a path",
    sample: "beckon.example",
  },
  APP_NAME_SUFFIX: {
    fits: () => true,
    remedy: "set it to what follows the name, such as -dev; write APP_NAME_SUFFIX= for nothing",
    sample: "",
  },
};

export interface Filled {
  readonly text: string;
  readonly mistakes: readonly string[];
}

export function fillPlaceholders(
  template: string,
  values: Readonly<Record<string, string | undefined>>,
): Filled {
  const mistakes = new Set<string>();
  const text = template.replace(PLACEHOLDER, (_, name: string) => {
    const rule = RULES[name];
    if (rule === undefined) {
      mistakes.add(
        `manifest.json: nobody knows the placeholder ${name}; use one of ${Object.keys(RULES).join(", ")}`,
      );
      return "";
    }
    const value = values[name];
    if (value !== undefined && rule.fits(value)) return insideJson(value);
    mistakes.add(`${name}: ${value ? "does not fit" : "is missing"}; ${rule.remedy}`);
    return insideJson(rule.sample);
  });
  return { text, mistakes: [...mistakes] };
}

/** Escaped for JSON, so that a quote in a value cannot end its string. */
const insideJson = (value: string): string => JSON.stringify(value).slice(1, -1);
