#!/usr/bin/env bash
# verify.sh ID TIMESTAMP SIGNATURES < body: proves a webhook from its three headers and its body as it came.
set -euo pipefail
: "${HANDSET_WEBHOOK_SECRET:?Set HANDSET_WEBHOOK_SECRET to the secret of the webhook, whsec_…}"

age=$(($(date +%s) - $2))
if ((age > 300 || age < -300)); then
  echo "too old" >&2
  exit 1
fi
key=$(printf %s "${HANDSET_WEBHOOK_SECRET#whsec_}" | openssl base64 -d -A | od -An -tx1 | tr -d ' \n')
expected=$({ printf '%s.%s.' "$1" "$2"; cat; } |
  openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | openssl base64 -A)
for signature in $3; do
  if [ "$signature" = "v1,$expected" ]; then
    echo "valid"
    exit 0
  fi
done
echo "not from your server" >&2
exit 1
