# send.rb NUMBER TEXT: sends a text and waits until it is delivered.
require "securerandom"
require_relative "handset"

to, text = ARGV
# The same key at each attempt: a call that was lost on its way back sends nothing twice.
message = call("post", "/send", body: { to: to, message: text }, idempotency_key: SecureRandom.uuid)
puts "#{message["id"]} queued"

60.times do
  message = call("get", "/messages/#{message["id"]}")
  break if %w[delivered failed expired canceled].include?(message["status"])

  sleep 1
end
puts "#{message["id"]} #{message["status"]}"
exit message["status"] == "delivered"
