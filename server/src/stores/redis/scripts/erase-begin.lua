-- Begins to erase a visitor: his name goes at once, and who erases is told on which pages he holds something, and whose member he is.
-- KEYS 1 command, 2 bucket of the visitor, 3 his pages, 4 name, 5 member
-- ARGV 1 what the command asks for, 2 its time to live in ms, 3 '1' where it is only to be known, 4 '1' where what the command was
--      for before is known not to have been done; 5 visitor
-- Returns { 'applied', entries of his pages, member or nil }; { 'repeated', what was kept with it }, { 'unknown' } or what the command was for before.
-- Atomic: the pages are all those of that moment.
-- include: index

local known = redis.call('GET', KEYS[1])
if known and (known == ARGV[1] or string.sub(known, 1, #ARGV[1] + 1) == ARGV[1] .. ' ') then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return { 'repeated', string.sub(known, #ARGV[1] + 2) }
end
if known and ARGV[4] ~= '1' then return { known } end
if ARGV[3] == '1' then return { 'unknown' } end
redis.call('DEL', KEYS[4])
return { 'applied', entriesOf(KEYS[2], KEYS[3], ARGV[5]), redis.call('GET', KEYS[5]) }
