-- Reads in which order comments of a page were written: a part of them, in no order.
-- KEYS 1 comments. ARGV 1 cursor, 2 comments, about
-- Returns { cursor, key, time, key, time, … }; an answer is not before what it answers, and one that cannot be read has the time 0.
-- Atomic: a comment has its time and that of what it answers from one moment.

local PARENT, AT, LENGTH = 4, 8, 20
local function read(stored)
  local isRead, comment = pcall(cmsgpack.unpack, stored)
  return isRead and type(comment) == 'table' and #comment == LENGTH and type(comment[AT]) == 'number' and comment
end

local scanned = redis.call('HSCAN', KEYS[1], ARGV[1], 'COUNT', ARGV[2])
local found = { scanned[1] }
for at = 1, #scanned[2], 2 do
  local comment, time = read(scanned[2][at + 1]), 0
  if comment then
    time = comment[AT]
    local stored = comment[PARENT] and redis.call('HGET', KEYS[1], string.sub(comment[PARENT], 1, 14))
    local parent = stored and read(stored)
    -- By less than two comments of one server are apart.
    if parent then time = math.max(time, parent[AT] + 0.0005) end
  end
  table.insert(found, scanned[2][at])
  table.insert(found, string.format('%.17g', time))
end
return found
