-- Ends an erasure, or what was to become a member's: its pages leave the index, and its command is known.
-- KEYS 1 command, 2 bucket of the visitor, 3 his pages
-- ARGV 1 what the command asks for, with what is kept with it, or '' for none, 2 its time to live in ms, 3 visitor, 4 the pages that are done, 9 bytes of each
-- Returns nothing.
-- Atomic: a page that he writes on meanwhile stays in the index.
-- include: index

local gone = {}
for at = 1, #ARGV[4], 9 do gone[string.sub(ARGV[4], at, at + 8)] = true end
local entries, kept = entriesOf(KEYS[2], KEYS[3], ARGV[3]), {}
for at = 1, #entries, 10 do
  local entry = string.sub(entries, at, at + 9)
  if not gone[string.sub(entry, 2)] then table.insert(kept, entry) end
end
redis.call('DEL', KEYS[3])
redis.call('HDEL', KEYS[2], ARGV[3])
for _, entry in ipairs(kept) do indexPage(KEYS[2], KEYS[3], ARGV[3], string.sub(entry, 2), string.sub(entry, 1, 1)) end
if ARGV[1] ~= '' then redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2]) end
