-- Reads a part of what a visitor holds on a page, the newest first.
-- KEYS 1 page, 2 own, 3 comments, 4 votes of the visitor, 5 flags
-- ARGV 1 field of the visitor, 2 visitor, 3 what: comments, reactions, votes or flags; 4 id of the page, 5 and 6 the place to begin
--      behind: a time in ms, and the id of a page with the key of a comment; 7 entries at most
-- Returns { page or '', time, key, entry, time, key, entry … }; an entry is a comment, a kind, a value, or a flag.
-- Atomic: every entry is of one moment.

local TAIL, AT, BODY = 1, 8, 20
local field, visitor, what, pageId, beforeAt, beforeKey, most =
  ARGV[1], ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5]), ARGV[6], tonumber(ARGV[7])
local stored = redis.call('GET', KEYS[1])
if not stored then return { '' } end
local own = redis.call('HGET', KEYS[2], field)
local rows = {}

-- By bytes: Lua's own comparison goes by the locale.
local function isLess(one, other)
  for at = 1, math.min(#one, #other) do
    local difference = string.byte(one, at) - string.byte(other, at)
    if difference ~= 0 then return difference < 0 end
  end
  return #one < #other
end

local function add(at, key, entry)
  if at < beforeAt or (at == beforeAt and isLess(pageId .. key, beforeKey)) then table.insert(rows, { at, key, entry }) end
end

if what == 'comments' then
  for from = #(own or '') - 13, 15, -14 do
    local key = string.sub(own, from, from + 13)
    local packed = redis.call('HGET', KEYS[3], key)
    local comment = packed and cmsgpack.unpack(packed)
    if comment and comment[BODY] then add(comment[AT], key, packed) end
    if #rows == most then break end
  end
elseif what == 'reactions' then
  local mark = own and string.byte(own) or 0
  if mark > 0 then add(struct.unpack('>I4', string.sub(own, 9, 12)) * 1000, '', cjson.decode(stored)[8][2 * mark - 1]) end
elseif what == 'votes' then
  local all = redis.call('HGETALL', KEYS[4])
  for at = 1, #all, 2 do
    local value = string.byte(all[at + 1]) - 1
    local tail = cmsgpack.unpack(redis.call('HGET', KEYS[3], all[at]))[TAIL]
    if value ~= 0 then add(struct.unpack('>I4', string.sub(all[at + 1], 9, 12)) * 1000, all[at], tail .. value) end
  end
else
  for _, key in ipairs(redis.call('HKEYS', KEYS[5])) do
    if string.sub(key, 15) == visitor then
      local flag = redis.call('HGET', KEYS[5], key)
      add(cmsgpack.unpack(flag)[4], string.sub(key, 1, 14), flag)
    end
  end
end

table.sort(rows, function(one, other) return one[1] > other[1] or (one[1] == other[1] and isLess(other[2], one[2])) end)
local found = { stored }
for at = 1, math.min(most, #rows) do
  table.insert(found, string.format('%.17g', rows[at][1]))
  table.insert(found, rows[at][2])
  table.insert(found, rows[at][3])
end
return found
