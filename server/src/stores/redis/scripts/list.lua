-- Reads a part of a list: of threads with their first replies, or of the replies of one.
-- KEYS 1 page, 2 comments, 3 threads, 4 top, 5 replies
-- ARGV 1 sort, 2 limit, 3 seq and 4 score of the place to begin behind, '' for the beginning; 5 id of the thread or '',
--      6 id of the comment to be in the middle or '', 7 '1' where what comes before is counted, 8 replies that come with a thread
-- Returns { page or '' }, where there is no such list; else { page or '', next, previous, skipped, key, comment, … }, a place being
-- 'seq score', or '' for none.
-- Atomic: a list is of one moment, whose seq it says. Every place costs the same: all is found by rank.

local TAIL, SEQ, PARENT, UP, DOWN, REPLY_COUNT, LISTED = 1, 2, 4, 13, 14, 16, 19
local sort, limit, parentId, aroundId, replyLimit = ARGV[1], tonumber(ARGV[2]), ARGV[5], ARGV[6], tonumber(ARGV[8])
local LAST, MOST_SCORE, SEQS = 9007199254740991, 1048575, 4294967296
local page = redis.call('GET', KEYS[1]) or ''

local function keyOf(id) return string.sub(id, 1, 14) end
local function read(key)
  local stored = redis.call('HGET', KEYS[2], key)
  return stored and cmsgpack.unpack(stored), stored
end
local function find(id)
  local comment, stored = read(keyOf(id))
  if comment and comment[TAIL] == string.sub(id, 15) and comment[LISTED] then return comment, stored end
end
local function placeOf(comment) return { comment[SEQ], comment[UP] - comment[DOWN] } end
local function text(place) return place and string.format('%.0f %.0f', place[1], place[2]) or '' end

local target, parent, targetText
if aroundId ~= '' then
  target, targetText = find(aroundId)
  if not target then return { page } end
end
if parentId ~= '' then
  parent = find(parentId)
  if not parent or parent[PARENT] or (target and target[PARENT] ~= parentId) then return { page } end
end

-- The order, by rank: how many are at a place or before it, and the keys from a rank on.
local countTo, keysFrom, beginning
local prefix = parent and keyOf(parentId)
local function replyBase(of) return redis.call('ZLEXCOUNT', KEYS[5], '-', '(' .. of) end
local function replyEnd(of, seq) return redis.call('ZLEXCOUNT', KEYS[5], '[' .. of, '(' .. of .. struct.pack('>I5', seq + 1)) end
local function replyKeys(of, from, count)
  local base = replyBase(of) + from
  local keys = {}
  for _, member in ipairs(redis.call('ZRANGE', KEYS[5], base, base + count - 1)) do
    if string.sub(member, 1, 14) ~= of then break end
    table.insert(keys, string.sub(member, -14))
  end
  return keys
end
if parent then
  beginning = { 0, 0 }
  countTo = function(place) return replyEnd(prefix, place[1]) end
  keysFrom = function(from, count) return replyKeys(prefix, from, count) end
elseif sort == 'oldest' then
  beginning = { 0, 0 }
  countTo = function(place) return redis.call('ZCOUNT', KEYS[3], '-inf', place[1]) end
  keysFrom = function(from, count) return redis.call('ZRANGE', KEYS[3], from, from + count - 1) end
elseif sort == 'newest' then
  beginning = { LAST, 0 }
  countTo = function(place) return redis.call('ZCOUNT', KEYS[3], string.format('%.0f', place[1]), '+inf') end
  keysFrom = function(from, count) return redis.call('ZREVRANGE', KEYS[3], from, from + count - 1) end
else
  beginning = { LAST, LAST }
  countTo = function(place)
    if place[1] >= SEQS then return 0 end
    local score = math.max(-MOST_SCORE, math.min(MOST_SCORE, place[2]))
    return redis.call('ZCOUNT', KEYS[4], string.format('%.0f', score * SEQS + place[1]), '+inf')
  end
  keysFrom = function(from, count)
    local keys = {}
    for _, seq in ipairs(redis.call('ZREVRANGE', KEYS[4], from, from + count - 1)) do
      table.insert(keys, redis.call('ZRANGEBYSCORE', KEYS[3], seq, seq)[1])
    end
    return keys
  end
end

-- The place with so many between it and the given one, which is among them; or with all that there are.
local function before(place, count)
  local upTo = countTo(place)
  if upTo == 0 then return nil end
  if upTo <= count then return beginning end
  return placeOf((read(keysFrom(upTo - 1 - count, 1)[1])))
end

local start = ARGV[3] ~= '' and { tonumber(ARGV[3]), tonumber(ARGV[4]) } or nil
local top = target
if target and not parent and target[PARENT] then top = read(keyOf(target[PARENT])) end
if target then start = before(placeOf(top), math.floor(limit / 2) + 1) end
local keys = keysFrom(start and countTo(start) or 0, limit + 1)
local found = { page, '', '', '' }
if start then found[3] = text(before(start, limit)) end
for at = 1, math.min(#keys, limit) do
  local key = keys[at]
  local comment, stored = read(key)
  if at == 1 and ARGV[7] == '1' then found[4] = countTo(placeOf(comment)) - 1 end
  if at == limit and #keys > limit then found[2] = text(placeOf(comment)) end
  table.insert(found, key)
  table.insert(found, stored)
  if not parent and comment[REPLY_COUNT] > 0 then
    local isThere = not (target and target[PARENT] and keyOf(target[PARENT]) == key)
    for _, reply in ipairs(replyKeys(key, 0, replyLimit)) do
      isThere = isThere or reply == keyOf(aroundId)
      table.insert(found, reply)
      table.insert(found, redis.call('HGET', KEYS[2], reply))
    end
    if not isThere then
      table.insert(found, keyOf(aroundId))
      table.insert(found, targetText)
    end
  end
end
return found
