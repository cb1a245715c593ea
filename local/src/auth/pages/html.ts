import { randomBytes } from "node:crypto";
import type { ServerResponse } from "node:http";

/** Text that is safe wherever HTML stands. */
export type Html = { readonly html: string };

export function html(parts: TemplateStringsArray, ...values: (string | Html | Html[])[]): Html {
  const shown = values.map((value) => {
    if (typeof value === "string") return escapeHtml(value);
    return Array.isArray(value) ? value.map((item) => item.html).join("") : value.html;
  });
  return { html: parts.map((part, index) => part + (shown[index] ?? "")).join("") };
}

export interface Page {
  title: string;
  body: Html;
  /** A script of ours, run in the page. */
  script?: string;
  /** May stand in a frame of another page. */
  isFrame?: boolean;
  /** Where else scripts may come from. */
  scriptSource?: string;
}

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0 auto; padding: 2rem 1.25rem; max-width: 26rem; }
h1 { font-size: 1.375rem; line-height: 1.25; margin: 0 0 1rem; }
label { display: block; font-weight: 600; margin: 1rem 0 .25rem; }
input, button { font: inherit; box-sizing: border-box; width: 100%; padding: .625rem .75rem;
  border: 1px solid light-dark(#767676, #8c8c8c); border-radius: .375rem; }
button { margin-top: 1rem; font-weight: 600; cursor: pointer; }
button.plain { text-align: left; font-weight: 400; margin-top: .5rem; }
.note { border-left: .25rem solid light-dark(#b25e00, #ffb454); padding-left: .75rem; }
`;

export function sendPage(res: ServerResponse, status: number, page: Page): void {
  const nonce = randomBytes(16).toString("base64");
  const script = page.script ? `<script nonce="${nonce}">${page.script}</script>` : "";
  const bytes = Buffer.from(
    `<!doctype html><html lang="en"><head><meta charset="utf-8">` +
      `<meta name="viewport" content="width=device-width, initial-scale=1">` +
      `<title>${escapeHtml(page.title)}</title><style nonce="${nonce}">${STYLE}</style></head>` +
      `<body><main>${page.body.html}</main>${script}</body></html>`,
  );
  const scriptSource = page.scriptSource ? ` ${page.scriptSource}` : "";
  res.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "content-length": bytes.length,
    "content-security-policy":
      `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'${scriptSource}; ` +
      `frame-src 'none'; base-uri 'none'; form-action 'self'` +
      (page.isFrame ? "" : "; frame-ancestors 'none'"),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
  });
  res.end(bytes);
}

function escapeHtml(value: string): string {
  return value.replace(/[&<>"']/gu, (character) => `&#${character.charCodeAt(0)};`);
}
