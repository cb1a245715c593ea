require "json"
require "net/http"

ATTEMPTS = 5

# A call of the API with the standard library alone: repeated when it was refused for a while, or got no answer.
def call(method, path, body: nil, idempotency_key: nil)
  uri = URI("#{ENV.fetch("HANDSET_URL", "http://127.0.0.1:3000")}/api/v1#{path}")
  (1..ATTEMPTS).each do |attempt|
    request = Net::HTTP.const_get(method.capitalize).new(uri)
    request["Authorization"] = "Bearer #{ENV.fetch("HANDSET_KEY")}"
    request["Content-Type"] = "application/json"
    request["Idempotency-Key"] = idempotency_key if idempotency_key
    request.body = JSON.generate(body) if body
    wait = 2**attempt / 4.0
    begin
      response = Net::HTTP.start(uri.host, uri.port, use_ssl: uri.scheme == "https", read_timeout: 30) do |http|
        http.request(request)
      end
      return JSON.parse(response.body) if response.is_a?(Net::HTTPSuccess)

      status = response.code.to_i
      if attempt == ATTEMPTS || !(status == 429 || status >= 500)
        problem = JSON.parse(response.body)
        abort "#{problem["code"]}: #{problem["detail"]}"
      end
      wait = Float(response["Retry-After"] || wait)
    rescue SystemCallError, IOError, Net::OpenTimeout, Net::ReadTimeout
      raise if attempt == ATTEMPTS
    end
    sleep wait
  end
end
