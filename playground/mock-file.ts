/** A person as a window knows them; `id` is the Entra object id. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly upn: string;
}

/**
 * What the windows show of the company: at least six `users`, the main cast first; at most one of `channels`, beside
 * General, whose id is the team's.
 */
export interface Company {
  readonly tenantId: string;
  readonly users: readonly Person[];
  readonly team: { readonly id: string; readonly name: string; readonly groupId: string };
  readonly channels: readonly { readonly id: string; readonly name: string }[];
  readonly botId: string;
  readonly botName: string;
}

/** The Playground starts only with exactly this many other users. */
const OTHERS = 5;

/** The content of `.m365agentsplayground.yml` for a person's window. It is JSON, which is YAML too. */
export function mockFile(person: Person, company: Company): string {
  const { tenantId, users, team, channels, botId, botName } = company;
  const others = users.filter((user) => user.id !== person.id).slice(0, OTHERS);
  return JSON.stringify({
    version: "0.1.1",
    tenantId,
    bot: { id: botId, name: botName },
    currentUser: mockUser(person),
    users: others.map(mockUser),
    personalChat: { id: personalChatId(person) },
    groupChat: { id: "19:group-chat@thread.v2", name: `${team.name} chat` },
    team: { id: team.id, name: team.name, aadGroupId: team.groupId, channels },
  });
}

export function personalChatId(person: Person): string {
  return `a:${person.id}`;
}

/**
 * The object id serves as the channel's id as well, because `createConversation` finds a personal chat by the
 * channel's id only; for any other id it answers 201 with a chat that no window shows.
 */
function mockUser({ id, name, upn }: Person) {
  const [givenName, ...surname] = name.split(" ");
  return {
    id,
    name,
    userPrincipleName: upn,
    aadObjectId: id,
    givenName,
    surname: surname.join(" "),
    email: upn,
  };
}
