<?php

// php -S 127.0.0.1:8000 receive.php: takes webhooks and prints what happened, once it is proved who sent them.
function isGenuine(string $body): bool
{
    $secret = base64_decode(substr((string) getenv('HANDSET_WEBHOOK_SECRET'), strlen('whsec_')));
    $id = $_SERVER['HTTP_WEBHOOK_ID'] ?? '';
    $timestamp = $_SERVER['HTTP_WEBHOOK_TIMESTAMP'] ?? '0';
    if (abs(time() - (int) $timestamp) > 300) {
        return false;
    }
    $expected = 'v1,' . base64_encode(hash_hmac('sha256', "$id.$timestamp.$body", $secret, true));
    foreach (explode(' ', $_SERVER['HTTP_WEBHOOK_SIGNATURE'] ?? '') as $signature) {
        if (hash_equals($expected, $signature)) {
            return true;
        }
    }
    return false;
}

$body = file_get_contents('php://input');
if (!isGenuine($body)) {
    http_response_code(400);
    return;
}
// Events come at least once: keep `id` to know one that came before.
$event = json_decode($body, true);
file_put_contents('php://stdout', "{$event['type']} {$event['id']}\n");
http_response_code(204);
