-- Notes that what a guest holds and has asked for will be a member's, before it is.
-- KEYS 1 bucket of the member, 2 his pages, 3 guests of the member
-- ARGV 1 member, 2 entries of the guest's pages, 3 guest, 4 for how long a command is known, in ms
-- Returns nothing.
-- Atomic: no page that is noted meanwhile is lost.
-- include: index

redis.call('SADD', KEYS[3], ARGV[3])
redis.call('PEXPIRE', KEYS[3], ARGV[4])
for at = 1, #ARGV[2], 10 do
  indexPage(KEYS[1], KEYS[2], ARGV[1], string.sub(ARGV[2], at + 1, at + 9), string.sub(ARGV[2], at, at))
end
