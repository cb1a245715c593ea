<?php

// A call of the API without extensions: repeated when it was refused for a while, or got no answer.
function call(string $method, string $path, ?array $body = null, ?string $idempotencyKey = null): array
{
    $url = (getenv('HANDSET_URL') ?: 'http://127.0.0.1:3000') . "/api/v1$path";
    $headers = ['Authorization: Bearer ' . getenv('HANDSET_KEY'), 'Content-Type: application/json'];
    if ($idempotencyKey !== null) {
        $headers[] = "Idempotency-Key: $idempotencyKey";
    }
    for ($attempt = 1; ; $attempt++) {
        $answer = @file_get_contents($url, false, stream_context_create(['http' => [
            'method' => $method,
            'header' => implode("\r\n", $headers),
            'content' => $body === null ? '' : json_encode($body),
            'ignore_errors' => true,
            'timeout' => 30,
        ]]));
        $lines = $answer === false ? [] : $http_response_header;
        $status = $lines === [] ? 0 : (int) explode(' ', $lines[0])[1];
        if ($status >= 200 && $status < 300) {
            return json_decode($answer, true);
        }
        $mayRepeat = $status === 0 || $status === 429 || $status >= 500;
        if (!$mayRepeat || $attempt === 5) {
            $problem = json_decode($answer ?: '{}', true);
            fwrite(STDERR, ($problem['code'] ?? 'no_answer') . ': ' . ($problem['detail'] ?? $url) . "\n");
            exit(1);
        }
        $asked = preg_grep('/^Retry-After:/i', $lines);
        $seconds = $asked ? (float) substr(reset($asked), 12) : 2 ** $attempt / 4;
        usleep((int) ($seconds * 1_000_000));
    }
}
