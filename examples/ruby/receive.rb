# receive.rb: takes webhooks and prints what happened, once it is proved who sent them.
require "json"
require "openssl"
require "socket"

KEY = ENV.fetch("HANDSET_WEBHOOK_SECRET").delete_prefix("whsec_").unpack1("m")
PORT = Integer(ENV.fetch("PORT", "8000"))

def genuine?(headers, body)
  return false if (Time.now.to_i - headers["webhook-timestamp"].to_i).abs > 300

  signed = "#{headers["webhook-id"]}.#{headers["webhook-timestamp"]}.#{body}"
  expected = "v1,#{[OpenSSL::HMAC.digest("SHA256", KEY, signed)].pack("m0")}"
  headers["webhook-signature"].to_s.split.any? { |each| OpenSSL.secure_compare(expected, each) }
end

# In an application, your framework does this part: Rack gives `request.body.read` and the headers.
def read_request(socket)
  socket.gets
  headers = {}
  while (line = socket.gets.chomp) != ""
    name, value = line.split(": ", 2)
    headers[name.downcase] = value
  end
  [headers, socket.read(headers["content-length"].to_i)]
end

server = TCPServer.new("127.0.0.1", PORT)
$stdout.sync = true
puts "listening on #{PORT}"
loop do
  Thread.new(server.accept) do |socket|
    headers, body = read_request(socket)
    is_genuine = genuine?(headers, body)
    socket.write("HTTP/1.1 #{is_genuine ? "204 No Content" : "400 Bad Request"}\r\nConnection: close\r\n\r\n")
    socket.close
    next unless is_genuine

    # Events come at least once: keep `id` to know one that came before.
    event = JSON.parse(body)
    puts "#{event["type"]} #{event["id"]}"
  end
end
