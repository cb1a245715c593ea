<?php

// send.php NUMBER TEXT: sends a text and waits until it is delivered.
require __DIR__ . '/handset.php';

[, $to, $text] = $argv;
// The same key at each attempt: a call that was lost on its way back sends nothing twice.
$message = call('POST', '/send', ['to' => $to, 'message' => $text], bin2hex(random_bytes(16)));
echo "{$message['id']} queued\n";

for ($second = 0; $second < 60; $second++) {
    $message = call('GET', "/messages/{$message['id']}");
    if (in_array($message['status'], ['delivered', 'failed', 'expired', 'canceled'], true)) {
        break;
    }
    sleep(1);
}
echo "{$message['id']} {$message['status']}\n";
exit($message['status'] === 'delivered' ? 0 : 1);
