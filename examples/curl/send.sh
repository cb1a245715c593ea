#!/usr/bin/env bash
# send.sh NUMBER TEXT: sends a text and waits until it is delivered.
set -euo pipefail
: "${HANDSET_URL:=http://127.0.0.1:3000}" "${HANDSET_KEY:?Set HANDSET_KEY to an API key.}"

# The same key at each attempt: a call that was lost on its way back sends nothing twice.
key=$(openssl rand -hex 16)
body=$(jq -n --arg to "$1" --arg message "$2" '{to: $to, message: $message}')

# --retry repeats on 408, 429 and 5xx, and waits as Retry-After says.
id=$(curl -fsS --retry 5 --retry-connrefused -X POST "$HANDSET_URL/api/v1/send" \
  -H "Authorization: Bearer $HANDSET_KEY" -H "Content-Type: application/json" \
  -H "Idempotency-Key: $key" -d "$body" | jq -r .id)
echo "$id queued"

for _ in $(seq 60); do
  status=$(curl -fsS --retry 5 "$HANDSET_URL/api/v1/messages/$id" \
    -H "Authorization: Bearer $HANDSET_KEY" | jq -r .status)
  case $status in
    delivered) echo "$id delivered"; exit 0 ;;
    failed | expired | canceled) echo "$id $status"; exit 1 ;;
  esac
  sleep 1
done
echo "$id is still $status after a minute" >&2
exit 1
