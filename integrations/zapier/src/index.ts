import { version as platformVersion } from "zapier-platform-core";
import { createApp } from "./app.ts";

export default createApp(platformVersion);
