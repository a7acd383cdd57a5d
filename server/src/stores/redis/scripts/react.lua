-- Makes kinds the one marks of visitors on a page, or takes marks back: reactions that were asked for together, in their order.
-- KEYS 1 page, 2 own; in a cluster further those of the commands, so that it is not run while a part of them is elsewhere
-- ARGV 1–6, 9, 11: see part-page.lua, the others being idle; ARGV 12 what the keys of a visitor's commands, of his bucket and (13, 14)
--      of his pages have behind his tag; 15 what all ask for, but for the kind; 16 the reactions, one behind the other: visitor, tag,
--      commandId, 1 where it is only to be known, kind ('' for none)
-- Returns { page, '' where nobody is told of it; three bytes for each; faults }: 'a' applied, 'r' repeated, 'c' conflict, 'u' unknown, 'f' a fault, whose text is the next
-- of the faults; the places in the tally of what he holds, and of what he held, 0 for nothing.
-- Atomic: the count of a kind is the number of visitors who hold it, whatever two nodes do at once, and a command that
-- was counted is known. One that has a fault hinders none of the others.
-- include: index, page

loadPage()
local tally = page[TALLY]

local function placeOf(kind)
  for at = 1, #tally, 2 do
    if tally[at] == kind then return (at + 1) / 2 end
  end
  table.insert(tally, kind)
  table.insert(tally, 0)
  return #tally / 2
end

local function react(id, isOnlyKnown, kind)
  local own = readOwn(visitor)
  local mark = own and string.byte(own) or 0
  local hasMark = own and string.sub(own, 2, 8) ~= '\0\0\0\0\0\0\0'
  local tail = string.sub(id, -7)
  local known = findCommand()
  if not known and hasMark and string.sub(own, 2, 8) == tail then
    known = (mark > 0 and tally[2 * mark - 1] or '') == kind and 'repeated' or 'conflict'
    if known == 'repeated' then noteCommand() end
  end
  if known == 'conflict' then return 'c' end
  if known then return 'r', mark, mark end
  if isOnlyKnown then return 'u' end

  if not hasMark and kind == '' then
    noteCommand()
    return 'a', 0, mark
  end
  local place = kind == '' and 0 or placeOf(kind)
  if place > 0 then indexVisitor('m') end
  own = own or blankOwn(visitor)
  local at = struct.pack('>I4', math.floor(now / 1000))
  saveOwn(visitor, string.char(place) .. tail .. at .. string.sub(own, 13))
  noteCommand()
  if place ~= mark then
    if mark > 0 then tally[2 * mark] = tally[2 * mark] - 1 end
    if place > 0 then tally[2 * place] = tally[2 * place] + 1 end
    page[VERSION] = page[VERSION] + 1
    isChanged = true
  end
  return 'a', place, mark
end

local results, faults, isDone, isSeen = {}, {}, false, false
local reactions, at = ARGV[16], 1
while at <= #reactions do
  local tag, id, isOnlyKnown, kind
  visitor, tag, id, isOnlyKnown, kind, at = struct.unpack('>I2c0Bc0c16BBc0', reactions, at)
  commandKey, bucketKey, pagesKey = tag .. ARGV[12] .. id .. visitor, tag .. ARGV[13], tag .. ARGV[14] .. visitor
  content = ARGV[15] .. kind
  local isOk, status, mine, previous = pcall(react, id, isOnlyKnown == 1, kind)
  if isOk then
    isDone, isSeen = true, isSeen or mine ~= nil
    table.insert(results, status .. string.char(mine or 0, previous or 0))
  else
    table.insert(results, 'f\0\0')
    table.insert(faults, type(status) == 'table' and status.err or status)
  end
end
-- Where nothing could be done, what Redis says stands for all.
if not isDone then return redis.error_reply(faults[1]) end
return { isSeen and pageText() or '', table.concat(results), faults }
