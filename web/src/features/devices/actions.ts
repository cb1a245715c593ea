import { PairingResponse, type UpdateDeviceRequest } from "@handset/functions/schema/api/device.ts";
import { type Api, parsed } from "../../api.ts";

export const createPairing = (api: Api, accountId: string) =>
  parsed(PairingResponse, api.call("createPairing", {}, { accountId }));

export const updateDevice = (api: Api, accountId: string, id: string, body: UpdateDeviceRequest) =>
  api.call("updateDevice", { path: { id }, body }, { accountId });

export const removeDevice = (api: Api, accountId: string, id: string) =>
  api.call("removeDevice", { path: { id } }, { accountId });
