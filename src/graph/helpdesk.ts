import type { Roles } from "../domain/ticket/person.ts";

/** The two groups that make somebody staff. */
export interface Helpdesk {
  readonly groups: readonly string[];
  rolesIn(groups: readonly string[]): Roles;
}

/** A lead is a helper, whether or not the helpers' group says so. */
export function helpdeskOf(helpersGroupId: string, leadsGroupId: string): Helpdesk {
  return {
    groups: [...new Set([helpersGroupId, leadsGroupId])],
    rolesIn(groups) {
      const lead = groups.includes(leadsGroupId);
      return { helper: lead || groups.includes(helpersGroupId), lead };
    },
  };
}
