<?php

// list.php: prints every message, newest first, page after page.
require __DIR__ . '/handset.php';

$cursor = null;
do {
    $query = http_build_query(['limit' => 2] + ($cursor === null ? [] : ['cursor' => $cursor]));
    $page = call('GET', "/messages?$query");
    foreach ($page['data'] as $message) {
        echo "{$message['id']} {$message['status']}\n";
    }
    $cursor = $page['next_cursor'];
} while ($cursor !== null);
