// biome-ignore-all lint/style/useFilenamingConvention: n8n finds the class by the file's name.
import type {
  IAuthenticateGeneric,
  ICredentialTestRequest,
  ICredentialType,
  INodeProperties,
} from "n8n-workflow";

export class HandsetApi implements ICredentialType {
  name = "handsetApi";
  displayName = "Handset API";
  documentationUrl = "https://handset.dev/docs/integrations/n8n";
  properties: INodeProperties[] = [
    {
      displayName: "Server",
      name: "serverUrl",
      type: "string",
      default: "",
      required: true,
      placeholder: "https://sms.example.com",
      description: "The address of your Handset server, without a path",
    },
    {
      displayName: "API Key",
      name: "apiKey",
      type: "string",
      typeOptions: { password: true },
      default: "",
      required: true,
      description: "Made in the dashboard under API keys",
    },
  ];
  authenticate: IAuthenticateGeneric = {
    type: "generic",
    properties: { headers: { Authorization: "=Bearer {{$credentials.apiKey}}" } },
  };
  test: ICredentialTestRequest = {
    request: { baseURL: "={{$credentials.serverUrl}}", url: "/api/v1/me" },
  };
}
