#!/usr/bin/env bash
# list.sh: prints every message, newest first, page after page.
set -euo pipefail
: "${HANDSET_URL:=http://127.0.0.1:3000}" "${HANDSET_KEY:?Set HANDSET_KEY to an API key.}"

cursor=""
while :; do
  page=$(curl -fsS --retry 5 -G "$HANDSET_URL/api/v1/messages" -H "Authorization: Bearer $HANDSET_KEY" \
    -d limit=2 ${cursor:+--data-urlencode "cursor=$cursor"})
  jq -r '.data[] | "\(.id) \(.status)"' <<<"$page"
  cursor=$(jq -r '.next_cursor // empty' <<<"$page")
  [ -n "$cursor" ] || break
done
