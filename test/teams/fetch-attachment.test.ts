import { getGlobalDispatcher, MockAgent, setGlobalDispatcher } from "undici";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { TEAMS_DEFAULTS, type TeamsConfig } from "../../src/teams/config.ts";
import { createAttachmentFetcher } from "../../src/teams/fetch-attachment.ts";
import { TENANT } from "../support/activities.ts";
import { serve } from "../support/http-server.ts";

const config: TeamsConfig = { ...TEAMS_DEFAULTS, appId: "b0000000", tenants: [TENANT] };
const bearer = { token: async () => "secret", forget: () => {} };

/** What would leave the machine. */
const asked: { url: string; authorization: unknown }[] = [];
let status = 200;
let content: Buffer = Buffer.from("bytes");
const network = new MockAgent();
network.disableNetConnect();
const before = getGlobalDispatcher();
beforeAll(() => setGlobalDispatcher(network));
afterAll(() => setGlobalDispatcher(before));
for (const host of ["https://smba.trafficmanager.net", "https://contoso-my.sharepoint.com"]) {
  network
    .get(host)
    .intercept({ path: /./ })
    .reply(({ path, headers }) => {
      asked.push({ url: `${host}${path}`, authorization: Object(headers).authorization });
      return {
        statusCode: status,
        data: content,
        responseOptions: { headers: { location: `${host}/other` } },
      };
    })
    .persist();
}
afterEach(() => {
  asked.length = 0;
  status = 200;
  content = Buffer.from("bytes");
});

const fetchFrom = (kind: "picture" | "file", url: string, most = 100) =>
  createAttachmentFetcher(config, bearer)({ kind, name: null, url }, most);
const tokens = () => asked.map(({ authorization }) => authorization);

describe("the bytes of an attachment", () => {
  test("of a picture come from the connector, with its token", async () => {
    const url = "https://smba.trafficmanager.net/emea/tenant/v3/attachments/0-weu-d1/views/original";
    expect(String(await fetchFrom("picture", url))).toBe("bytes");
    expect(tokens()).toEqual(["Bearer secret"]);
  });

  test("of a file come from SharePoint without any token", async () => {
    const url = "https://contoso-my.sharepoint.com/personal/sam/_layouts/15/download.aspx?tempauth=v1.abc";
    expect(String(await fetchFrom("file", url))).toBe("bytes");
    expect(tokens()).toEqual([undefined]);
  });

  test.each([
    ["picture", "https://smba.trafficmanager.net.evil.example/v3/attachments/1/views/original"],
    ["picture", "https://evil.example/smba.trafficmanager.net/v3/attachments/1/views/original"],
    ["picture", "https://smba.trafficmanager.net@evil.example/v3/attachments/1/views/original"],
    ["picture", "http://smba.trafficmanager.net/v3/attachments/1/views/original"],
    ["picture", "https://smba.trafficmanager.net:8443/v3/attachments/1/views/original"],
    ["picture", "https://smba.trafficmanager.net/v3/conversations/a:1/activities"],
    ["picture", "https://smba.trafficmanager.net/v3/attachments/1/views/original?x=/v3"],
    ["picture", "https://smba.trafficmanager.net/v3/attachments/1/views/../../../conversations"],
    ["picture", "https://smba.trafficmanager.net/v3/attachments/../views/original"],
    ["picture", "https://smba.trafficmanager.net/v3/attachments/1/views/.."],
    ["picture", "https://contoso-my.sharepoint.com/v3/attachments/1/views/original"],
    ["file", "https://smba.trafficmanager.net/v3/attachments/1/views/original"],
    ["file", "http://contoso.sharepoint.com/x"],
    ["file", "https://contoso.sharepoint.com.evil.example/x"],
    ["file", "https://evilsharepoint.com/x"],
    ["file", "https://a.b.sharepoint.com/x"],
    ["file", "https://user:password@contoso.sharepoint.com/x"],
    ["file", "https://contoso.sharepoint.com:8443/x"],
    ["file", "https://169.254.169.254/latest/meta-data"],
    ["file", "file:///etc/passwd"],
    ["file", "not an address"],
  ] as const)("of a %s are not asked for at %s", async (kind, url) => {
    expect(await fetchFrom(kind, url)).toBe("unreachable");
    expect(asked).toEqual([]);
  });

  test("are asked for once more after a refusal, and then given up", async () => {
    status = 403;
    const url = "https://smba.trafficmanager.net/v3/attachments/1/views/original";
    expect(await fetchFrom("picture", url)).toBe("unreachable");
    expect(asked).toHaveLength(2);
  });

  test("are waited for once, however often they are asked for", async () => {
    const answered = Promise.withResolvers<void>();
    const silent = await serve(async (_, __, response) => {
      asked.push({ url: "silent", authorization: undefined });
      await answered.promise;
      response.end();
    });
    setGlobalDispatcher(before);
    const local = { ...config, anonymous: true };
    const fetched = createAttachmentFetcher(
      local,
      null,
      100,
    )({ kind: "file", name: "a.pdf", url: `${silent.url}/a.pdf` }, 100);
    expect(await fetched).toBe("unreachable");
    expect(asked).toHaveLength(1);
    answered.resolve();
    setGlobalDispatcher(network);
    await silent.close();
  });

  test("follow no redirect", async () => {
    status = 302;
    const url = "https://contoso-my.sharepoint.com/x";
    expect(await fetchFrom("file", url)).toBe("unreachable");
    expect(asked.map((each) => each.url)).toEqual([url, url]);
  });

  test("are refused beyond the limit", async () => {
    content = Buffer.alloc(101);
    expect(await fetchFrom("file", "https://contoso-my.sharepoint.com/x")).toBe("too-large");
  });
});
