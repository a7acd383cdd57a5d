-- The page, its commands, and the index of its visitors: what every script of a page begins with.
--
-- A page is JSON: { epoch, run, seq, version, commentCount, threadCount, votesVersion, tally, site, page };
-- the tally is { kind, count, kind, count … }, and a kind keeps its place in it: a mark names its kind by that.
--
-- Every script of a page has these KEYS and ARGV first:
-- KEYS 1 page, 2 own, 3 command, 4 bucket of the visitor, 5 his pages
-- ARGV 1 epoch of pages that are not made, 2 run id of the master, 3 site, 4 page, 5 id of the page (9 bytes), 6 now, 7 visitor,
--      8 what the command asks for, 9 its time to live in ms, 10 '1' where it is only to be known, 11 '1' where the index is
--      kept here (in a cluster it is on another master, and kept before)

local EPOCH, RUN, SEQ, VERSION, COMMENTS, THREADS, VOTES, TALLY = 1, 2, 3, 4, 5, 6, 7, 8
local now, visitor = tonumber(ARGV[6]), ARGV[7]
local commandKey, bucketKey, pagesKey, content = KEYS[3], KEYS[4], KEYS[5], ARGV[8]
local isMade, isNewEpoch, isChanged = false, false, false
local page

local function loadPage()
  local stored = redis.call('GET', KEYS[1])
  isMade = stored ~= false
  if isMade then
    page = cjson.decode(stored)
  else
    page = { ARGV[1], ARGV[2], 0, 0, 0, 0, 0, {}, ARGV[3], ARGV[4] }
  end
end

-- Another master than the last writer's may have lost what came last: what is counted from here on has another life.
local function savePage()
  if isMade and page[RUN] ~= ARGV[2] then page[EPOCH] = string.sub(redis.sha1hex(page[EPOCH] .. ARGV[2]), 1, 12) end
  page[RUN] = ARGV[2]
  local text = cjson.encode(page)
  redis.call('SET', KEYS[1], text)
  return text
end

local function pageText()
  if isChanged or (isMade and page[RUN] ~= ARGV[2]) then return savePage() end
  return cjson.encode(page)
end

-- What a visitor holds on the page: one byte of the kind, 7 of the mark's command, 4 of its time in s, 2 of the visitor's
-- id where it is 16 bytes long (the field has the other 14), and 14 of the id of each comment that he has written.
local function fieldOf(id) return #id == 16 and string.sub(id, 1, 14) or id end
local function tailOf(id) return #id == 16 and string.sub(id, 15) or '\0\0' end
local function readOwn(id) return redis.call('HGET', KEYS[2], fieldOf(id)) end
local function saveOwn(id, own) redis.call('HSET', KEYS[2], fieldOf(id), own) end
local function blankOwn(id) return string.rep('\0', 12) .. tailOf(id) end

-- Where the command is known, and what it was for: a guest's who has become this member is his.
local function readCommand()
  local known = redis.call('GET', commandKey)
  if known then return commandKey, known end
  local id = string.sub(commandKey, -16 - #visitor, -1 - #visitor)
  local former = redis.call('HGETALL', KEYS[1] .. ':a:' .. visitor)
  for at = 1, #former, 2 do
    local key = former[at + 1] .. id .. former[at]
    known = redis.call('GET', key)
    if known then return key, known end
  end
end

-- 'repeated' with what is kept with it, 'conflict', or nil where the command is not known. What is kept stands behind a space. A
-- repetition is written anew: WAIT then has something to wait for.
local function findCommand()
  local key, known = readCommand()
  if not known then return nil end
  if known ~= content and string.sub(known, 1, #content + 1) ~= content .. ' ' then return 'conflict' end
  redis.call('PEXPIRE', key, ARGV[9])
  return 'repeated', string.sub(known, #content + 2)
end
local function noteCommand(kept)
  redis.call('SET', commandKey, kept and content .. ' ' .. kept or content, 'PX', ARGV[9])
end

local function indexVisitor(flag)
  if ARGV[11] == '1' then indexPage(bucketKey, pagesKey, visitor, ARGV[5], flag) end
end
