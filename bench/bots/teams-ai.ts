/** The baseline of a start: teams-ai as its echo sample uses it. */
import { Application } from "@microsoft/teams-ai";
import { MemoryStorage } from "botbuilder";
import { listen, stockAdapter } from "./stock-adapter.ts";

const app = new Application({ storage: new MemoryStorage() });
app.activity("message", async (context) => void (await context.sendActivity(context.activity.text)));
listen(stockAdapter(), (context) => app.run(context));
