-- Whether a comment of a visitor was published on a page, and its text is still held.
-- KEYS 1 own, 2 comments. ARGV 1 field of the visitor
-- Returns 1 or 0.
-- Atomic: no comment is missed while another is written.

local SEQ, BODY = 2, 20
local own = redis.call('HGET', KEYS[1], ARGV[1]) or ''
for at = #own - 13, 15, -14 do
  local stored = redis.call('HGET', KEYS[2], string.sub(own, at, at + 13))
  local comment = stored and cmsgpack.unpack(stored)
  if comment and comment[SEQ] and comment[BODY] then return 1 end
end
return 0
