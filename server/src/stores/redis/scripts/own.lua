-- Reads what a visitor holds on a page: his mark, and his comments that are neither published nor removed, newest first.
-- KEYS 1 page, 2 own, 3 comments, 4 held. ARGV 1 field of the visitor, 2 visitor, 3 comments at most
-- Returns { kind or '', key, comment, key, comment … }.
-- Atomic: a comment is held once or not at all, also while its status changes.

local stored = redis.call('GET', KEYS[1])
local own = stored and redis.call('HGET', KEYS[2], ARGV[1])
local mark = own and string.byte(own) or 0
local found = { mark > 0 and cjson.decode(stored)[8][2 * mark - 1] or '' }
local from = string.char(#ARGV[2]) .. ARGV[2]
for _, member in ipairs(redis.call('ZREVRANGEBYLEX', KEYS[4], '(' .. from .. string.rep('\255', 9), '[' .. from, 'LIMIT', 0, ARGV[3])) do
  local key = string.sub(member, -14)
  table.insert(found, key)
  table.insert(found, redis.call('HGET', KEYS[3], key))
end
return found
