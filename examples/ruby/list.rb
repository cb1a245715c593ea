# list.rb: prints every message, newest first, page after page.
require_relative "handset"

cursor = nil
loop do
  page = call("get", "/messages?#{URI.encode_www_form({ limit: 2, cursor: cursor }.compact)}")
  page["data"].each { |message| puts "#{message["id"]} #{message["status"]}" }
  cursor = page["next_cursor"]
  break if cursor.nil?
end
