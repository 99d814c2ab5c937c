# Prints start and end of each event of a calendar (standard input), as UTC instants.
require "stringio"
require "time"
require "icalendar"

Icalendar::Calendar.parse($stdin.read).first.events.each do |event|
  puts [event.dtstart, event.dtend].map { |at| at.to_time.utc.strftime("%Y-%m-%dT%H:%M:%SZ") }.join(" ")
end
