import type {
  IDataObject,
  IExecuteFunctions,
  IHookFunctions,
  IHttpRequestMethods,
  ILoadOptionsFunctions,
} from "n8n-workflow";

type Caller = IExecuteFunctions | IHookFunctions | ILoadOptionsFunctions;

export interface HandsetRequest {
  method?: IHttpRequestMethods;
  path: string;
  body?: IDataObject;
  query?: IDataObject;
  headers?: IDataObject;
}

/** Calls the API as the node's credentials say. Fields that were left empty are left out. */
export async function callHandset(
  caller: Caller,
  { method = "GET", path, body, query, headers }: HandsetRequest,
) {
  const { serverUrl } = await caller.getCredentials("handsetApi");
  return caller.helpers.httpRequestWithAuthentication.call(caller, "handsetApi", {
    method,
    url: `${String(serverUrl).replace(/\/+$/, "")}/api/v1${path}`,
    json: true,
    ...(body && { body: given(body) }),
    ...(query && { qs: given(query) }),
    ...(headers && { headers: given(headers) }),
  });
}

function given(fields: IDataObject): IDataObject {
  const entries = Object.entries(fields);
  return Object.fromEntries(entries.filter(([, value]) => value !== "" && value !== undefined));
}
