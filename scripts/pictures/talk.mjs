/**
 * What readers say in the pictures. A comment is who wrote it (`null`: a guest), how many
 * minutes ago, how many found it good, the text, and what else there is to it: `role`,
 * `isEdited`, `removedBy`, `replies`. The newest first, replies the oldest first.
 */
const HOUR = 60;
const DAY = 24 * HOUR;

const ENGLISH = [
  ['Ana', 4, 3, 'I listened to it in the bath, with the lights off. The stool at the start made me sit up.'],
  ['mina_k', 11, 0, 'The sorry coming back from the far wall 😭'],
  [
    'Jonas Weber',
    26,
    12,
    'What struck me is how little they hide. No click, no headphones, five people in a ring with cold feet, and the bridge of “Locker 41” is still tighter than most of what is on our radio.\n\nThe tap in five-four is not a trick either: the bass walks around it the second time.',
    {
      replies: [
        ['Priya', 22, 4, 'I counted along and it is five-four. Then I had to lie down.'],
        [null, 19, 0, 'Which minute?'],
        ['Jonas Weber', 18, 2, '1:12, left channel.'],
        ['Ana', 9, 0, 'Thank you, I would never have heard it.'],
      ],
    },
  ],
  [
    'Ro Taeyun',
    48,
    41,
    'I was the one who pressed record. Ask me anything about the room; I will answer tonight.',
    {
      role: 'moderator',
      replies: [
        ['Oluwaseun Adebayo-Whitfield', 44, 6, 'How far was the microphone over the big pool from the water?'],
        ['Ro Taeyun', 31, 17, 'Four metres and ten. Any closer and you hear the drains.', { role: 'moderator' }],
      ],
    },
  ],
  ['dae-hyun', HOUR + 5, 1, 'My grandmother went to a bath like this every Sunday. The echo is the memory.'],
  [
    'Lucía',
    2 * HOUR,
    0,
    'There is a longer recording of the clap at https://example.org/sounds/2026/bathhouse/one-clap-in-the-big-room.wav, and it is worth it.',
  ],
  [
    'hook number six',
    3 * HOUR,
    7,
    'Long before this record they played in a car park under a supermarket, and there the room was against them: every snare came back late and a little sharp, like a pupil who has learned the answer from somebody else.\n\nSo when I read that they had taken a room on purpose, a bigger one, with water in it, I thought that it was a joke. It is not. They have slowed down until the room agrees.\n\nSlowing down is the whole trick. “Last Bus to Jupiter” at its old speed would be soup in there. At this speed each word has left before the next one comes, and the one that it leaves behind is the harmony.\n\nI have no idea how one plays this on a stage. Perhaps one should not.',
    {
      replies: [
        [
          'Mr. Park',
          2 * HOUR + 40,
          3,
          'They played it in a church in Daejeon last week. It works.',
          { isEdited: true },
        ],
      ],
    },
  ],
  ['x', 4 * HOUR, 0, '', { removedBy: 'moderator', replies: [['Sol', 4 * HOUR - 6, 1, 'Not here, please.']] }],
  ['Petra', 5 * HOUR, 2, 'Mr Baek’s laugh!'],
  ['Sol', 8 * HOUR, 5, 'Nine hooks, five umbrellas. I have always wondered.'],
  ['Noor', DAY, 0, 'Reading this on the night bus with the song on. Good headline, too.', { isEdited: true }],
];

const KOREAN = [
  ['하늘', 4, 3, '불 끄고 욕조에서 들었어요. 첫 의자 끄는 소리에 벌떡 일어났네요.'],
  ['민아', 11, 0, '건너편 벽에서 돌아온 “죄송합니다”가 더 낫다니 ㅠㅠ'],
  [
    '김도현',
    26,
    12,
    '숨기는 게 없어서 놀랐어요. 메트로놈도 헤드폰도 없이, 발이 시린 다섯 명이 둥글게 서서 부르는데도 〈41번 옷장〉 브리지는 요즘 나오는 어떤 곡보다 박자가 단단해요.\n\n5박자로 떨어지는 수도꼭지도 그냥 장식이 아니에요. 두 번째에는 베이스가 그 소리를 비켜 가요.',
    {
      replies: [
        ['서윤', 22, 4, '따라 세어 봤는데 정말 5박자예요. 그러고는 누웠어요.'],
        [null, 19, 0, '몇 분쯤이에요?'],
        ['김도현', 18, 2, '1분 12초, 왼쪽이요.'],
        ['하늘', 9, 0, '고마워요. 혼자서는 못 들었을 거예요.'],
      ],
    },
  ],
  [
    '노태윤',
    48,
    41,
    '녹음 버튼을 누른 사람입니다. 궁금한 점 남겨 주시면 오늘 밤에 답할게요.',
    {
      role: 'moderator',
      replies: [
        ['응봉동레코드가게둘째아들', 44, 6, '큰 탕 위의 마이크는 수면에서 얼마나 떨어져 있었나요?'],
        ['노태윤', 31, 17, '4미터 10센티요. 더 가까우면 배수구 소리가 들어와요.', { role: 'moderator' }],
      ],
    },
  ],
  ['대현', HOUR + 5, 1, '할머니가 일요일마다 이런 목욕탕에 가셨어요. 저한테는 그 울림이 기억이에요.'],
  [
    '루시',
    2 * HOUR,
    0,
    '손뼉 소리를 더 길게 들을 수 있는 곳: https://example.org/sounds/2026/bathhouse/one-clap-in-the-big-room.wav 들어 볼 만해요.',
  ],
  [
    '여섯 번째 고리',
    3 * HOUR,
    7,
    '이 앨범 한참 전에 마트 지하 주차장에서 공연한 적이 있어요. 그때는 공간이 밴드 편이 아니었죠. 스네어가 한 박자 늦게, 조금 높게 돌아왔거든요. 남한테 답을 들은 학생처럼요.\n\n그래서 이번에는 일부러 더 큰 곳을, 그것도 물이 찬 곳을 골랐다기에 농담인 줄 알았어요. 농담이 아니더라고요. 공간이 고개를 끄덕일 때까지 곡을 늦췄으니까요.\n\n늦추는 게 전부예요. 〈목성행 막차〉를 원래 빠르기로 불렀다면 저 안에서는 죽이 됐을 거예요. 이 빠르기에서는 한 낱말이 떠난 다음에야 다음 낱말이 오고, 남은 울림이 화음이 돼요.\n\n무대에서는 어떻게 할지 모르겠어요. 안 하는 게 나을지도요.',
    { replies: [['박 선생', 2 * HOUR + 40, 3, '지난주에 대전의 성당에서 했는데, 되더라고요.', { isEdited: true }]] },
  ],
  ['x', 4 * HOUR, 0, '', { removedBy: 'moderator', replies: [['솔', 4 * HOUR - 6, 1, '여기서는 그만해요.']] }],
  ['지민', 5 * HOUR, 2, '백 씨 웃음소리!'],
  ['솔', 8 * HOUR, 5, '고리는 아홉, 우산은 다섯. 늘 궁금했어요.'],
  ['누리', DAY, 0, '심야 버스에서 노래를 틀어 놓고 읽고 있어요. 제목도 좋네요.', { isEdited: true }],
];

const FEW = {
  en: [
    ['Petra', 12, 2, 'He plays the song to its end before he lets it go. I would trust him with anything.'],
    [
      'Jonas Weber',
      HOUR + 20,
      5,
      'Went there in September. No sign, third floor, and he really does give you the pencil.',
      { replies: [['Petra', HOUR + 2, 0, 'Did you keep it?']] },
    ],
  ],
  ko: [
    ['지민', 12, 2, '그 노래를 끝까지 틀어 본 다음에야 돌려준다니. 뭐든 맡기고 싶어요.'],
    [
      '김도현',
      HOUR + 20,
      5,
      '9월에 다녀왔어요. 간판 없는 3층 맞고, 연필도 정말 쥐여 보내세요.',
      { replies: [['지민', HOUR + 2, 0, '그 연필 아직 있어요?']] },
    ],
  ],
};

const SHORT = {
  en: ['Again, from the top.', 'The last minute.', 'I hear the drains anyway.', 'Good piece.', 'Salt and egg forever.'],
  ko: ['처음부터 다시 들어요.', '마지막 1분이요.', '저는 배수구 소리도 들려요.', '좋은 글이에요.', '소금과 달걀 만세.'],
};
const NAMES = { en: ['Sol', 'Petra', 'mina_k', 'Priya', 'dae-hyun'], ko: ['솔', '지민', '민아', '서윤', '대현'] };

const LIVELY = { en: ENGLISH, ko: KOREAN };
const countOf = (talk) =>
  talk.reduce((n, [, , , , { replies = [], removedBy } = {}]) => n + replies.length + (removedBy ? 0 : 1), 0);

/** The same, and before it so many more that they are 300. */
function many(lang) {
  const lively = LIVELY[lang];
  const older = Array.from({ length: 300 - countOf(lively) }, (_, index) => [
    NAMES[lang][index % 5],
    DAY + (index + 1) * 20,
    index % 3,
    SHORT[lang][(index * 2) % 5],
  ]);
  return [...lively, ...older];
}

/** What is talked in a stream, line by line: who, and what. */
export const STREAM = {
  en: [
    ['Ana', 'is it on yet'],
    ['mina_k', 'two minutes'],
    ['Priya', 'I can see the pool!! there is steam'],
    ['dae-hyun', 'hello from Busan'],
    ['Sol', 'trousers rolled up, all five'],
    ['Jonas Weber', 'the microphone hangs over the big pool, the two others beside the showers, as in the article'],
    ['Petra', 'shhh'],
    ['hook number six', 'there it is'],
    ['Noor', 'the stool 😭'],
  ],
  ko: [
    ['하늘', '시작했어요?'],
    ['민아', '2분 남았어요'],
    ['서윤', '탕이 보여요!! 김이 나요'],
    ['대현', '부산에서 인사드려요'],
    ['솔', '다섯 명 다 바지 걷었네요'],
    ['김도현', '마이크는 큰 탕 위에 하나, 샤워기 옆에 둘. 기사에서 읽은 그대로예요'],
    ['지민', '쉿'],
    ['여섯 번째 고리', '나왔다'],
    ['누리', '의자 소리 ㅠㅠ'],
  ],
};

/** What was said on a page before anybody looks, by how much it is, in a language. */
export const TALKS = {
  none: () => [],
  few: (lang) => FEW[lang],
  lively: (lang) => LIVELY[lang],
  many,
  stream: (lang) => STREAM[lang].map(([name, text], index) => [name, 3 - index / 4, 0, text]).reverse(),
};
