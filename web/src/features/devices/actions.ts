import { PairingResponse, type UpdateDeviceRequest } from "@handset/functions/schema/api/device.ts";
import { z } from "zod";
import type { Api } from "../../api.ts";

export const createPairing = (api: Api, accountId: string) =>
  api({ method: "POST", path: "/pairings", body: {}, answer: PairingResponse, accountId });

export const updateDevice = (
  api: Api,
  accountId: string,
  deviceId: string,
  body: UpdateDeviceRequest,
) => api({ method: "PATCH", path: `/devices/${deviceId}`, body, answer: z.unknown(), accountId });

export const removeDevice = (api: Api, accountId: string, deviceId: string) =>
  api({ method: "DELETE", path: `/devices/${deviceId}`, answer: z.unknown(), accountId });
