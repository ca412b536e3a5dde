/** The five families of the demo, each with strengths first. What they say is invented; so is everybody who says it. */
import { hussainMeeting } from './hussain-meeting.server.ts'
import { readFile } from 'node:fs/promises'
import { usualContact } from '#app/domain/account/own-account.server.ts'
import { type NewChild } from '#app/domain/family/starting.server.ts'
import { setCaresFor } from '#app/domain/carers/facts.server.ts'
import { wishHolding } from '#app/domain/budget/holding-wishes.server.ts'
import { endPeriods } from '#app/domain/budget/period-ends.server.ts'
import { watchPromises } from '#app/domain/plan/watch.server.ts'
import { cleanFile } from '#app/domain/plan/clean-file.ts'
import { decideToShare } from '#app/domain/sharing/safeguarding.server.ts'
import { must, viewerOfSafeguarding } from '#app/access/viewer.server.ts'
import type { Day } from '#app/values/instant.ts'
import { contactAt } from './stage.server.ts'
import type { Calendar } from './director.server.ts'
import { done } from './director.server.ts'
import { niaIsAway } from './away.server.ts'
import { groupsAtTheHub } from './hub.server.ts'
import { helpsInstead } from './helping.server.ts'
import { House, type Scene } from './house.server.ts'
import { meetingInPreparation } from './meeting.server.ts'
import { gaveBack, moved, saysHelped, toBePaid, toppedUp } from './money.server.ts'
import { reidMeeting } from './reid-meeting.server.ts'
import { paysThemselves } from './receipts.server.ts'

/** Plays all five. */
export async function familyStories(scene: Scene): Promise<void> {
  await kowalczyk(scene)
  await hussain(scene)
  await reid(scene)
  await okafor(scene)
  await pugh(scene)
  await groupsAtTheHub(scene)
  await niaIsAway(scene)
  await watchPromises(scene.db, scene.calendar.now)
  await endPeriods(scene.db, scene.calendar.now)
}


function bornYearsAgo(calendar: Calendar, years: number, daysMore = 120): Day {
  return calendar.day(-Math.round(years * 365.25) - daysMore)
}

function child(calendar: Calendar, name: string, years: number, relation: string, ownAccount = false): NewChild {
  return { name, givenName: null, relation, bornOn: bornYearsAgo(calendar, years), ownAccount }
}

async function kowalczyk(scene: Scene): Promise<void> {
  const { calendar, cast } = scene
  const house = await House.start(scene, -75, {
    name: 'Kowalczyk-Bailey', language: 'pl',
    adults: [{ name: 'Marta Kowalczyk', givenName: 'Marta', seat: 'parent', relation: null, contact: contactAt('marta', 'pl') }],
    children: [child(calendar, 'Zosia Bailey', 9, 'daughter'), child(calendar, 'Leo Bailey', 3, 'son')],
    strengths: [
      { words: 'Zosia świetnie czyta i codziennie czyta Leo przed snem.', lang: 'pl', saidBy: { adult: 0 } },
      { words: 'Babcia dzwoni co wieczór i dzieci czekają na to cały dzień.', lang: 'pl', saidBy: { adult: 0 } },
    ],
  })
  const marta = await house.joins('marta', 'Marta Kowalczyk', -74)
  await scene.stage.reachedBy('marta', null, { ...usualContact, channel: 'email', sender: 'Messages', emailDetail: true }, house.at(-74, '19:10'))
  await house.adds(marta, { name: 'Halina Kowalczyk', seat: 'network', relation: 'grandmother' }, 'halina', -73)
  await house.joins('halina', 'Halina Kowalczyk', -72)
  await scene.stage.reachedBy('halina', null, { ...usualContact, channel: 'email', zone: 'Europe/Warsaw' }, house.at(-72, '19:10'))
  await house.adds(marta, { name: 'Kasia Nowak', seat: 'network', relation: 'aunt' }, null, -72)
  await house.near(marta, -72, 'Halina Kowalczyk', { lives: 'abroad', touch: 'close' })
  await house.near(marta, -72, 'Kasia Nowak', { lives: 'near', touch: 'sometimes' })
  await house.helper('moira', 'Moira Kerr', -71, ['plan', 'goal', 'budget'], ['Marta Kowalczyk'], 'Moira helps with the rent, so she sees what is agreed about it.', 'Marta Kowalczyk')
  await house.strength(marta, -71, 'Jesteśmy razem. Śmiejemy się przy kolacji.', 'pl', ['Halina Kowalczyk'])

  const mornings = await house.goal(marta, -70, {
    words: 'Poranki bez łez', lang: 'pl', category: 'school', about: ['Zosia Bailey', 'Marta Kowalczyk'], shareWith: ['Halina Kowalczyk'],
    steps: [['Porozmawiać z panią w szkole o spokojnym wejściu', 'Marta Kowalczyk', -60], ['Klub po szkole: pierwszy tydzień razem', 'Marta Kowalczyk', 3], ['Talk with the school about a quiet start', 'Sam Adeyemi', -55]],
  })
  const debts = await house.goal(marta, -70, {
    words: 'Długi pod kontrolą', lang: 'pl', category: 'money', about: ['Marta Kowalczyk'],
    steps: [['Zebrać wszystkie listy w jednym pudełku', 'Marta Kowalczyk', -40], ['Ring the advice line together', 'Sam Adeyemi', 5]],
  })
  const course = await house.goal(marta, -40, {
    words: 'Zacząć kurs opiekuna', lang: 'pl', category: 'money', about: ['Marta Kowalczyk'], steps: [['Zapisać się na dzień otwarty', 'Marta Kowalczyk', 12]],
  })
  await house.action(cast.sam, -69, { words: 'Ask the landlord for a payment plan for the rent', lang: 'en', owner: 'Moira Kerr', due: -8, goal: debts })
  await house.level(cast.sam, -40, 'intensive', 'The letters about the rent came all at once. I am here most days until they are sorted.', 'en')
  await house.level(cast.sam, -9, 'targeted', 'Mornings are calm now, and the letters are in one box. I come once a week.', 'en')
  await house.elsewhere(cast.sam, -7, { words: 'Look at the damp in the children’s room', lang: 'en', ownerName: 'Robin Field', ownerAgency: 'Wendle Homes', due: 2 }, { days: -6, due: 8, words: 'The surveyor is away this week. I come the week after, in the morning.', lang: 'en' })
  await house.action(cast.sam, -69, { words: 'Find an English class with a crèche', lang: 'en', owner: 'Sam Adeyemi', due: 9, goal: course })
  await house.notRight(marta, -2, 'Ask the landlord for a payment plan for the rent', 'To nie czynsz, tylko prąd. Za czynsz jest już plan spłat.', 'pl')
  await house.action(marta, -68, { words: 'Ciocia Kasia odbiera Zosię w czwartki', lang: 'pl', owner: 'Kasia Nowak', due: 20, goal: mornings })
  await house.rate(marta, -66, mornings, 3, 'Płacz prawie codziennie.', 'pl')
  await house.rate(marta, -36, mornings, 5)
  await house.rate(marta, -6, mornings, 7, 'Zosia sama zakłada buty!', 'pl')
  await house.rate(marta, -64, debts, 2)
  await house.rate(marta, -10, debts, 4)
  await house.tick(marta, -58, mornings, 0)
  await house.tick(marta, -54, mornings, 2)
  await house.tick(marta, -41, debts, 0)

  // Moira needs no figures: Marta narrows what she had agreed.
  await house.agrees(marta, -30, { to: 'Moira Kerr', about: 'Marta Kowalczyk', kinds: ['plan', 'goal'], why: 'Pani Moira pomaga z czynszem. Nie muszę mówić tego dwa razy.', lang: 'pl', until: 120 })

  const budget = await house.budget('priya', -69, { name: 'Our budget', pounds: 900, from: -69, until: 113, sources: [['Family help fund', 600, 113], ['Household Support Fund', 300, 100]] })
  const line = await house.line('priya', -62, budget, 'After-school club and counselling', 700, 113)
  const club = await house.asks(marta, -60, { budget, service: 'Kingsmere after-school club', option: 'All five afternoons', quantity: 6, goal: mornings, needed: -50, line })
  await house.yes('sam', -59, club)
  await house.paid(marta, -15, club)
  const talk = await house.asks(marta, -20, { budget, service: 'Talk It Through: counselling', option: 'Young person', quantity: 4, goal: mornings, needed: 6, line })
  await house.yes('sam', -19, talk)
  // Small enough to be bought by Marta and paid back by the receipt.
  const paints = await house.asksFor(marta, -32, { budget, what: 'Farby i zeszyty do malowania', lang: 'pl', payee: 'Second Bell', pounds: 12, goal: mornings, needed: 12 })
  await house.yes('sam', -31, paints)
  const television = await house.asksFor(marta, -30, { budget, what: 'Telewizor do pokoju dzieci', lang: 'pl', payee: 'Wendle Electricals', pounds: 180, goal: mornings, needed: -10 })
  await house.no('priya', -28, television, 'The fund cannot pay for a television. The library lends films for nothing: shall we look together?')
  await house.asks(marta, -1, { budget, service: 'Wendle buses: weekly pass', option: 'Adult', quantity: 1, goal: course, needed: 8 })

  const atHome = { with: 'sam', name: 'Sam Adeyemi', mode: 'home', needs: ['interpreter'], interpreterLang: 'pl' } as const
  await house.visit(marta, -50, { ...atHome, on: -44, went: 'seen' })
  await house.visit(marta, -30, { ...atHome, on: -18, went: 'not-seen' })
  await house.gotInTheWay(marta, -14, { what: ['fare'], words: 'Autobus nie przyjechał, a na taksówkę nie miałam.', lang: 'pl' })
  await house.followedUp('sam', -13, 'We talked on the phone. The bus costs too much: we bring tickets from now on.')
  await house.visit(marta, -13, { ...atHome, on: -9, went: 'not-seen', lately: true })
  await house.visit(marta, -5, { with: 'sam', name: 'Sam Adeyemi', mode: 'home', on: 3, needs: ['interpreter', 'fare'], interpreterLang: 'pl', where: 'Mieszkanie 4, dzwonek „Bailey”', lang: 'pl' })
  await house.looks('sam', -8, '08:40', { reason: 'visit', lang: null }, 'home', 'goals', 'plan')
  await house.looks('moira', -5, '15:20', { reason: 'The landlord answered about the rent', lang: 'en' }, 'plan')
  await house.looks('sam', -2, '16:10', { reason: 'asked-me', lang: null }, 'home', 'budget')
  const rent = await house.writes(marta, -5, '12:10', { topic: 'List w sprawie czynszu', words: 'Dzień dobry, przyszedł nowy list o czynszu. Nie rozumiem drugiej strony.\n\nCzy możemy go przeczytać razem w środę?', lang: 'pl' })
  await house.answers(cast.sam, -4, '09:20', rent, 'Of course. Bring the letter on Wednesday and we will read it together. You need do nothing before that.', 'en')
  await house.answers(marta, -4, '17:45', rent, 'Dziękuję, to duża ulga.', 'pl')
  await house.reads(cast.sam, -3, '09:05', rent)
  await house.says(marta, -69, { part: 'matters', words: 'W domu mówimy po polsku, dzieci też po angielsku. Proszę pisać krótko.', lang: 'pl' })
  await house.says(marta, -69, { part: 'matters', words: 'Wigilia jest 24 grudnia. Wtedy nie umawiamy wizyt.', lang: 'pl' })
  await house.says(marta, -68, { part: 'says', words: 'Lubię bibliotekę. Na stołówce jest za głośno i wtedy boli mnie brzuch.', lang: 'pl', saidBy: 'Zosia Bailey' })
  await house.says(marta, -68, { part: 'says', words: 'Chcę wrócić do pracy, ale boję się, że zabraknie mi sił na dzieci.', lang: 'pl' })
  const electricity = await house.says(marta, -6, { part: 'need', area: 'money', words: 'Nie wiem, czy zapłacę za prąd w grudniu.', lang: 'pl', about: ['Marta Kowalczyk'] })
  await house.action(cast.sam, -5, { words: 'Ask the electricity company for a smaller monthly payment', lang: 'en', owner: 'Sam Adeyemi', due: 6, need: electricity })
  const swimming = await house.says(marta, -20, { part: 'need', area: 'learning', words: 'Leo chciałby chodzić na basen.', lang: 'pl', about: ['Leo Bailey'] })
  await house.buildsOn(marta, -69, mornings, 'Zosia świetnie czyta i codziennie czyta Leo przed snem.', 'Jesteśmy razem. Śmiejemy się przy kolacji.')
  await house.kindWord(scene.cast.halina, -12, mornings, { kind: 'thanks', words: 'Zosiu, dziękuję za każdy wieczorny telefon. Jesteś dzielna.', lang: 'pl' })
  await house.kindWord(scene.cast.halina, -11, mornings, { kind: 'offer', words: 'Mogę dzwonić rano i budzić Zosię piosenką.', lang: 'pl' })
  await house.iCan(scene.cast.halina, -1, 'Marta Kowalczyk', 'Mogę przyjechać na ferie i zostać dwa tygodnie z Leo. Bilet już sprawdziłam!', 'pl')
  await house.kindWord(marta, -1, mornings, { kind: 'win', words: 'Plecak Zosi był gotowy pięć dni z rzędu!', lang: 'pl' })
  await house.notNow(marta, -19, swimming, 'Najpierw poranki. Wiosną będzie łatwiej.', 'pl', 90)
  // Agreed, and one promise has another day since.
  const agreed = await house.putsForward(cast.sam, -4, '11:20', 38)
  await house.saysYes(marta, -4, agreed)
  await house.signs(-3, '09:20', agreed)
  await house.postpones(cast.sam, -2, 'Find an English class with a crèche', 16)
  await house.answersMeeting(marta, -6, 'yes')
  await meetingInPreparation(house)
}

async function hussain(scene: Scene): Promise<void> {
  const { calendar, cast } = scene
  const house = await House.start(scene, -90, {
    name: 'Hussain', language: 'ur',
    adults: [{ name: 'Aisha Hussain', givenName: 'Aisha', seat: 'parent', relation: null, contact: contactAt('aisha', 'ur') }],
    children: [{ ...child(calendar, 'Imran Hussain', 15, 'son', true) }, child(calendar, 'Sana Hussain', 7, 'daughter')],
    strengths: [
      { words: 'ہم ایک دوسرے کا خیال رکھتے ہیں اور ہر شام مل کر کھانا کھاتے ہیں۔', lang: 'ur', saidBy: { adult: 0 } },
      { words: 'I can cook four dinners that Sana eats.', lang: 'en', saidBy: { child: 0 } },
    ],
  })
  const aisha = await house.joins('aisha', 'Aisha Hussain', -89)
  const imran = await house.joins('imran', 'Imran Hussain', -88)
  await house.adds(aisha, { name: 'Tariq Hussain', seat: 'network', relation: 'uncle' }, 'tariq', -87)
  await house.joins('tariq', 'Tariq Hussain', -86)
  await house.adds(aisha, { name: 'Nasreen Hussain', seat: 'network', relation: 'grandmother' }, null, -86)
  await house.helper('kwame', 'Kwame Mensah', -85, ['plan', 'goal', 'appointment', 'mental-health'], ['Aisha Hussain'], 'Kwame helps Aisha on low days, so he sees what is planned for her.', 'Aisha Hussain')
  await house.strength(aisha, -85, 'تارق ماموں ہمیشہ فون اٹھاتے ہیں۔', 'ur', ['Tariq Hussain'])

  const rest = await house.goal(aisha, -84, {
    words: 'میں صبح تھکی ہوئی نہ اٹھوں', lang: 'ur', category: 'health', about: ['Aisha Hussain'],
    steps: [['ہفتے میں تین گھنٹے مدد کا انتظام', 'Sam Adeyemi', -50], ['ڈاکٹر سے نئی دوا کے بارے میں پوچھنا', 'Aisha Hussain', 6]],
  })
  const imranRests = await house.goal(imran, -60, {
    words: 'Have one afternoon a week that is just mine', lang: 'en', category: 'relationships', about: ['Imran Hussain'],
    steps: [['Try the Thursday group', 'Imran Hussain', 4]],
  })
  const school = await house.goal(aisha, -80, {
    words: 'ثنا روز وقت پر سکول پہنچے', lang: 'ur', category: 'school', about: ['Sana Hussain'], shareWith: ['Tariq Hussain'],
    steps: [['پیر اور بدھ کو سکول لے جانا', 'Tariq Hussain', 10]],
  })
  // What Imran keeps to himself and his lead professional: his mum does not see it, or learn that it is there.
  await house.goal(imran, -30, { words: 'Say when it is too much, before I shout', lang: 'en', category: 'health', about: ['Imran Hussain'], kept: { with: [], lead: true } })
  // Delicate: Kwame sees it, because Aisha agreed to mental health by its name; other people who help do not.
  await house.goal(aisha, -58, { words: 'برے دن شام سے پہلے کوامے کو فون کروں', lang: 'ur', category: 'health', about: ['Aisha Hussain'], delicate: ['mental-health'], steps: [['نمبر فریج پر لگانا', 'Aisha Hussain', 8]] })
  await house.action(cast.sam, -83, { words: 'Find out when the Thursday group meets', lang: 'en', owner: 'Sam Adeyemi', due: 7, goal: imranRests })
  await house.asksAsCarer(imran, -1, 'Imran Hussain', 'Sam Adeyemi')
  await house.fact(aisha, -75, 'Sana Hussain', { topic: 'school', words: 'سکول: ہل ٹاپ پرائمری۔ استانی: مس کلارک، تیسری جماعت', lang: 'ur' })
  await house.fact(aisha, -75, 'Sana Hussain', { topic: 'health', words: 'مونگ پھلی سے الرجی ہے۔ دوا نیلے بستے میں ہے۔', lang: 'ur' })
  // When Aisha goes into hospital, Tariq collects Sana.
  const [tariqHere, nasreen] = [house.who('Tariq Hussain'), house.who('Nasreen Hussain')]
  await house.backup(aisha, -70, 'ur', [
    { part: 'sign', words: 'میں دو دن فون نہیں اٹھاتی، اور کھانا عمران بناتا ہے۔' },
    { part: 'start', words: 'امی ہسپتال جائیں، یا صبح بستر سے نہ اٹھ سکیں۔' },
    { part: 'starter', owners: [house.who('Aisha Hussain'), tariqHere] },
    {
      part: 'care', owner: tariqHere, child: house.who('Sana Hussain'), words: 'تارق ماموں ثنا کو سکول سے لاتے ہیں، اور وہ رات ان کے گھر سوتی ہے۔',
      know: { school: 'ہل ٹاپ پرائمری، سوا تین بجے۔ دفتر میں تارق کا نام لکھا ہے۔', medicine: 'مونگ پھلی سے الرجی۔ دوا نیلے بستے میں ہے۔', sleep: 'آٹھ بجے، دروازہ تھوڑا کھلا۔', comfort: 'خرگوش ساتھ ہو، اور عمران سے فون پر بات۔' },
    },
    { part: 'call', owner: tariqHere, name: null, phone: '07700 900145', words: 'سب سے پہلے، دن ہو یا رات۔' },
    { part: 'call', owner: nasreen, name: null, phone: '01632 960 145', words: null },
    { part: 'call', owner: null, name: 'NHS 111', phone: '111', words: 'جب طبیعت خراب ہو اور جان کا خطرہ نہ ہو۔' },
  ])
  await house.drill(aisha, -14, 'تارق نے بیس منٹ میں سکول پہنچ کر ثنا کو لے لیا۔', 'سکول کے دفتر کا نمبر بھی لکھنا ہے۔', 'ur')
  await house.action(cast.kwame, -70, { words: 'Ring Aisha every second Monday', lang: 'en', owner: 'Kwame Mensah', due: 2 })
  // Imran is 15 and says himself what Sam sees of him.
  await house.agrees(imran, -55, { to: 'Sam Adeyemi', about: 'Imran Hussain', kinds: ['plan', 'goal', 'appointment', 'spend'], why: 'So that I do not have to explain it all again.', lang: 'en' })
  await house.rate(aisha, -80, rest, 2)
  await house.rate(aisha, -45, rest, 4, 'مددگار بہت اچھی ہیں۔', 'ur')
  await house.rate(aisha, -9, rest, 5)
  await house.rate(imran, -50, imranRests, 3)
  await house.rate(aisha, -20, school, 8)
  await house.tick(aisha, -48, rest, 0)

  const budget = await house.budget('priya', -82, { name: 'Our budget', pounds: 1400, from: -82, until: 100, sources: [['Family help fund', 800, 100], ['Carers’ grant', 600, 95]] })
  const assistant = await house.asks(aisha, -75, { budget, service: 'Side by Side: personal assistants', option: 'Personal assistant', quantity: 24, goal: rest, needed: -60 })
  await house.yes('priya', -73, assistant)
  await house.paid(aisha, -12, assistant)
  await saysHelped(scene, house, aisha, -10, assistant, { answer: 'a-lot', words: 'اب میں دوپہر کو آرام کر سکتی ہوں۔', lang: 'ur' })
  // Imran asks himself, and says himself that it happened.
  const climbing = await house.asksFor(imran, -50, { budget, what: 'Climbing on Thursdays, for a month', lang: 'en', payee: 'Wendle Wall', pounds: 16, goal: imranRests, needed: -45 })
  await house.yes('sam', -49, climbing)
  await house.paid(imran, -16, climbing)
  // A taxi to the group is not needed: Tariq passes by.
  const taxi = await house.asksFor(aisha, -12, { budget, what: 'جمعرات کو عمران کے لیے ٹیکسی', lang: 'ur', payee: 'Wendle Cars', pounds: 9, quantity: 4, goal: imranRests, needed: 3 })
  await helpsInstead(scene, house, -12, taxi, { asker: aisha, helper: cast.tariq, member: house.who('Tariq Hussain'), words: 'I can drive Imran to the group. I pass by anyway.', first: 6, thanks: 'بہت شکریہ بھائی، یہ ہمارے لیے بہت ہے۔', lang: 'ur' })
  const again = await house.asks(aisha, -8, { budget, service: 'Side by Side: personal assistants', option: 'Personal assistant', quantity: 24, goal: rest, needed: 5 })
  await house.yes('priya', -7, again)
  await house.ordered(aisha, -6, again, { to: 'bookings@sidebyside.example', note: 'شام کے وقت، کوئی خاتون ہو تو بہتر ہے۔', lang: 'ur', begins: -3, gave: [[-1, 4]] })
  await house.asks(aisha, -3, { budget, service: 'Young carers’ weekend at Highmere', option: 'Weekend, with travel and food', quantity: 1, goal: imranRests, needed: 30 })

  await house.visit(aisha, -25, { with: 'sam', name: 'Sam Adeyemi', mode: 'home', on: -18, went: 'seen', needs: ['interpreter'], interpreterLang: 'ur' })
  await house.visit(aisha, -4, { with: 'sam', name: 'Sam Adeyemi', mode: 'home', on: 4, needs: ['interpreter', 'woman'], interpreterLang: 'ur' })
  // Aisha was in hospital for a night and could not be asked.
  const safeguarding = await viewerOfSafeguarding(scene.db, cast.sam, house.family, house.at(-2, '16:30'))
  await done(must(safeguarding!, 'safeguarding:decide'), decideToShare, {
    to: house.who('Kwame Mensah'), about: [house.who('Sana Hussain')], kinds: ['plan'], basis: 'life', lang: 'en', until: calendar.day(12), danger: null, reviewer: cast.priya,
    reason: 'Aisha was in hospital for a night and could not be asked. Kwame had to know who collects Sana from school.',
  })
  await house.looks('kwame', -6, '11:30', { reason: 'visit', lang: null }, 'home', 'plan')
  await house.looks('sam', -3, '09:15', { reason: 'review', lang: null }, 'home', 'plan', 'goals')
  const collects = await house.writes(aisha, -9, '13:00', { topic: 'جمعرات کو ثنا', words: 'جمعرات کو ہسپتال جانا ہے۔ تارق ثنا کو سکول سے لے آئیں گے۔', lang: 'ur' })
  await house.answers(cast.sam, -8, '10:15', collects, 'Thank you for telling me. I hope Thursday goes well. I will ring on Friday.', 'en')
  await house.reads(aisha, -8, '19:00', collects)
  // Imran and his lead professional alone: his mum does not see it, or learn that it is there.
  await house.writes(imran, -1, '21:40', { topic: 'Can we talk on Friday', words: 'I would like to talk when Mum is at the hospital. It is about the nights. Nothing is wrong right now.', lang: 'en' })
  await house.note(imran, -6, 'Things I would tell somebody one day:\n\nI like cooking. I do not like it when people say I am so brave.', 'en')
  await house.says(aisha, -84, { part: 'matters', words: 'جمعے کی نماز کے وقت ملاقات نہ رکھیں۔ ہم حلال کھاتے ہیں۔', lang: 'ur' })
  await house.says(imran, -59, { part: 'says', words: 'I am good at this. I am also tired. Both are true.', lang: 'en', whoSees: { members: [], lead: true } })
  await house.says(aisha, -84, { part: 'says', words: 'میری بلی کا نام منی ہے۔ امی کے برے دن میں آہستہ کھیلتی ہوں۔', lang: 'ur', saidBy: 'Sana Hussain' })
  await house.review(cast.sam, -18, 5)
  await house.view(aisha, -1, 'Aisha Hussain', { better: 'مددگار کے آنے سے صبحیں آسان ہیں۔', hard: 'راتیں اب بھی لمبی ہیں۔', score: 6, lang: 'ur' })
  await house.asksForPeer(aisha, -3, { likeness: 'carer', firstName: 'عائشہ', reach: 'WhatsApp, +44 7700 900133', words: 'بیماری کے ساتھ بچوں کو پالنا۔ کسی ایسے سے بات کرنی ہے جو اردو بولتا ہو۔', lang: 'ur' })
  await house.dateThatMatters(aisha, -80, { what: 'feasts', feasts: ['ramadan', 'eid-al-fitr', 'eid-al-adha'] }, 'ur')
  await house.dateThatMatters(aisha, -80, { what: 'weekly', words: 'جمعے کی نماز', weekday: 5, from: '12:30', until: '14:00' }, 'ur')
  await house.dateThatMatters(aisha, -80, { what: 'school' }, 'ur', ['Sana Hussain'])
  await house.dateThatMatters(imran, -9, { what: 'once', words: 'Mock exam, maths', from: calendar.workday(9), until: calendar.workday(9) }, 'en', ['Imran Hussain'])
  await house.buildsOn(imran, -59, imranRests, 'I can cook four dinners that Sana eats.')
  await house.kindWord(scene.cast.tariq, -5, school, { kind: 'thanks', words: 'ثنا، تم روز وقت پر تیار تھیں۔ شاباش!', lang: 'ur' })
  await house.kindWord(cast.kwame, -4, rest, { kind: 'win', words: 'Three mornings without the alarm twice. That is new.', lang: 'en' })
  await house.says(aisha, -2, { part: 'need', area: 'caring', words: 'اگر میں اچانک ہسپتال جاؤں تو رات کو بچوں کے پاس کون ہوگا؟', lang: 'ur', about: ['Aisha Hussain', 'Sana Hussain'] })
  await hussainMeeting(scene, house, { aisha, imran })
}

async function reid(scene: Scene): Promise<void> {
  const { calendar, cast } = scene
  const house = await House.start(scene, -100, {
    name: 'Reid', language: 'en',
    adults: [
      // A special guardian by an order of the court; Winston is not one.
      { name: 'Joy Reid', givenName: 'Joy', seat: 'kin-carer', relation: 'grandmother', contact: contactAt('joy', 'en'), responsible: true },
      { name: 'Winston Reid', givenName: 'Winston', seat: 'kin-carer', relation: 'grandfather', contact: contactAt(null, 'en') },
    ],
    children: [child(calendar, 'Eli Reid', 12, 'grandson'), child(calendar, 'Maya Reid', 5, 'granddaughter')],
    strengths: [
      { words: 'The children laugh a lot. Sunday dinner is for everybody.', lang: 'en', saidBy: { adult: 0 } },
      { words: 'Eli is kind to his sister, and very good at football.', lang: 'en', saidBy: { adult: 0 } },
    ],
  })
  const joy = await house.joins('joy', 'Joy Reid', -99)
  await house.adds(cast.sam, { name: 'Tanya Reid', seat: 'parent', relation: 'mother', contact: { ...contactAt('tanya', 'en') }, agreedBy: 'themselves', responsible: [house.who('Eli Reid'), house.who('Maya Reid')] }, 'tanya', -98)
  const tanya = await house.joins('tanya', 'Tanya Reid', -97)
  await house.adds(cast.sam, { name: 'Dean Marsh', seat: 'other-parent', relation: 'father' }, 'dean', -96)
  await house.joins('dean', 'Dean Marsh', -95)
  await scene.stage.reachedBy('tanya', '+447700900127', { ...usualContact, channel: 'text', days: '12345', fromTime: '10:00', untilTime: '12:00', mustNotLearn: null, keptFrom: [{ family: house.family, member: house.who('Dean Marsh') }], friend: 'Carly, next door', friendPhone: '+447700900128', leadReads: true, sender: 'News', safeWord: 'blue kite' }, house.at(-95, '18:50'))
  await house.asksForPeer(joy, -60, { likeness: 'carer', firstName: 'Joy', reach: '07700 900131, in the mornings', words: 'Bringing up your daughter’s children when you thought you were done.', lang: 'en' })
  await house.findsPeer(cast.sam, -52, 'Pat', '07700 900132')
  await house.strength(tanya, -94, 'I read to Maya on the phone every evening.', 'en')

  const school = await house.goal(joy, -93, {
    words: 'Eli settles at his new school', lang: 'en', category: 'school', about: ['Eli Reid'], shareWith: ['Dean Marsh'],
    steps: [['Meet the form tutor', 'Joy Reid', -80], ['Football boots and kit', 'Winston Reid', 6]],
  })
  const sleep = await house.goal(joy, -90, { words: 'Everybody sleeps in a bed of their own', lang: 'en', category: 'home', about: ['Eli Reid', 'Maya Reid'], steps: [['Put the bunk beds up', 'Winston Reid', 8]] })
  // Tanya's own: she and her lead professional.
  const own = await house.goal(tanya, -85, { words: 'My own front door by the summer', lang: 'en', category: 'home', about: ['Tanya Reid'], kept: { with: [], lead: true }, steps: [['See the housing adviser', 'Tanya Reid', 9]] })
  await done(await scene.director.inFamily(cast.sam, house.family, house.at(-92), 'people:invite'), setCaresFor, { carer: house.who('Joy Reid'), children: [house.who('Eli Reid'), house.who('Maya Reid')] })
  await house.fact(joy, -91, 'Maya Reid', { topic: 'school', words: 'Oak Lane Infants, Miss Patel’s class. Ring the office before nine.', lang: 'en' }, ['Dean Marsh'])
  await house.fact(joy, -91, 'Maya Reid', { topic: 'health', words: 'Asthma: the blue inhaler is in her bag, two puffs.', lang: 'en' })
  await house.fact(joy, -91, 'Eli Reid', { topic: 'school', words: 'Wendle Academy, form tutor Mr Shah. He may leave a lesson for five minutes.', lang: 'en' }, ['Dean Marsh'])
  await house.fact(joy, -91, 'Eli Reid', { topic: 'health', words: 'Sleeps badly before contact days. Dr Lowe at Wendle Road knows him.', lang: 'en' })
  await house.action(cast.sam, -88, { words: 'Ask the school about a mentor for Eli', lang: 'en', owner: 'Sam Adeyemi', due: 5, goal: school })
  await house.action(joy, -88, { words: 'Winston takes Eli to training on Saturdays', lang: 'en', owner: 'Winston Reid', due: 15 })
  await house.rate(joy, -85, school, 4)
  await house.rate(joy, -15, school, 7, 'He has two friends now.')
  await house.rate(tanya, -20, own, 4)
  await house.tick(joy, -79, school, 0)

  const budget = await house.budget('priya', -86, { name: 'Our budget', pounds: 750, from: -86, until: 96, sources: [['Kinship support', 750, 96]] })
  const decided = await reidMeeting(house)
  const beds = await house.asks(joy, -60, { from: decided.beds, budget, service: 'Warm Start beds and furniture', option: 'Bunk beds with mattresses', quantity: 1, goal: sleep, needed: -10 })
  await house.yes('priya', -58, beds)
  const fares = await house.asks(joy, -55, { from: decided.fares, budget, service: 'Wendle buses: weekly pass', option: 'Young person, 5 to 18', quantity: 6, goal: school, needed: -45 })
  await house.yes('sam', -54, fares)
  const bag = await house.asksFor(joy, -44, { budget, what: 'School bag and gym shoes', lang: 'en', payee: 'Second Bell', pounds: 20, goal: school, needed: -40 })
  await house.yes('sam', -43, bag)
  await paysThemselves(scene, house, joy, -41, bag, { pounds: 17.2, picture: 'db/demo/joy-receipt.png', account: { name: 'Mrs J Reid', sortCode: '040506', number: '00765432' } })
  await house.paidByRun(joy, -13, fares, { name: 'Fares Office', sortCode: '010203', number: '00123456' })
  const leave = await house.asksFor(joy, -11, { from: decided.leave, kind: 'network', budget, what: 'Three days of unpaid leave, so that school goes on when Joy’s knee is seen to', lang: 'en', payee: 'Denise Clarke', pounds: 80, quantity: 3, goal: school, needed: 18 })
  await house.yes('priya', -10, leave)
  const kit = await house.asksFor(joy, -9, { budget, what: 'Football boots and shin pads for Eli', lang: 'en', payee: 'Wendle Sports', pounds: 38, goal: school, needed: -1 })
  await house.yes('sam', -8, kit)
  await gaveBack(scene, house, -8, fares, { pounds: 6, words: 'One pass was not used.' })
  await toBePaid(scene, house, joy, -3, kit, { name: 'Wendle Sports', sortCode: '070809', number: '00765432' })
  const uniform = await house.asks(joy, -2, { budget, service: 'Second Bell school uniform', option: 'Whole uniform, nearly new', quantity: 1, goal: school, needed: 12 })
  await house.question('sam', -1, uniform, 'Which size does Eli need, so that I can ring the shop?')
  await toppedUp(scene, house, 'priya', -1, { budget, source: 'Winter fund', pounds: 40, until: 20, words: 'For warm things. Please use it before it ends.' })

  await house.visit(joy, -30, { with: 'sam', name: 'Sam Adeyemi', mode: 'home', on: -22, went: 'seen' })
  await house.visit(joy, -6, { with: 'sam', name: 'Sam Adeyemi', mode: 'centre', on: 5, about: [house.who('Eli Reid')] })
  await house.visit(tanya, -6, { with: 'sam', name: 'Sam Adeyemi', mode: 'phone', on: 6, whoSees: { members: [], lead: true } })
  await house.looks('sam', -4, '10:05', { reason: 'visit', lang: null }, 'home', 'plan')
  const viewing = await house.writes(tanya, -7, '11:05', { topic: 'The flat on Mill Street', words: 'They have offered me a viewing on Monday at eleven. Could you come with me? Please do not write to the house about it.', lang: 'en' })
  await house.answers(cast.sam, -6, '10:30', viewing, 'I will come with you, and I write only here. Monday at half past ten by the library?', 'en')
  await house.reads(tanya, -6, '11:15', viewing)
  await house.says(joy, -92, { part: 'matters', words: 'Call us Nan and Grandad. Sunday dinner is not moved for anybody.', lang: 'en' })
  await house.says(joy, -91, { part: 'says', words: 'I want to see Mum more, and not talk about it at school.', lang: 'en', saidBy: 'Eli Reid' })
  await house.says(tanya, -18, { part: 'need', area: 'relationships', words: 'I would like to learn how to tell Maya where I live now.', lang: 'en', about: ['Tanya Reid'] })
}

async function okafor(scene: Scene): Promise<void> {
  const { calendar, cast } = scene
  const house = await House.start(scene, -60, {
    name: 'Okafor', language: 'en',
    adults: [{ name: 'Daniel Okafor', givenName: 'Daniel', seat: 'parent', relation: null, contact: contactAt('daniel', 'en') }],
    children: [child(calendar, 'Ada Okafor', 6, 'daughter'), child(calendar, 'Chidi Okafor', 10, 'son')],
    strengths: [
      { words: 'Ada makes everybody laugh, and signs faster than I can follow.', lang: 'en', saidBy: { adult: 0 } },
      { words: 'Chidi explains everything twice and never minds.', lang: 'en', saidBy: { adult: 0 } },
    ],
  })
  const daniel = await house.joins('daniel', 'Daniel Okafor', -59)
  await house.helper('moira', 'Moira Kerr', -57, ['plan', 'appointment'], ['Daniel Okafor', 'Ada Okafor'], 'Moira asks for a ramp, so she knows what Ada needs at the door.', 'Daniel Okafor')
  // The ramp is there: what is about Ada is no longer needed.
  await house.takesBack(daniel, -12, 'Moira Kerr', 'Ada Okafor')
  const breaks = await house.goal(daniel, -55, { words: 'One Saturday a month when we all breathe out', lang: 'en', category: 'relationships', about: ['Daniel Okafor', 'Ada Okafor', 'Chidi Okafor'], steps: [['Visit the short-break club', 'Daniel Okafor', 7]] })
  const sign = await house.goal(daniel, -54, { words: 'The whole family signs well enough for jokes', lang: 'en', category: 'early-years', about: ['Ada Okafor'], steps: [['Book the next BSL class', 'Sam Adeyemi', 4]] })
  await house.rate(daniel, -50, sign, 4)
  await house.rate(daniel, -8, sign, 6)
  await house.action(cast.sam, -52, { words: 'Check step-free access at the hub', lang: 'en', owner: 'Sam Adeyemi', due: 3, goal: breaks })
  const budget = await house.budget('priya', -52, { name: 'Short breaks', pounds: 1200, from: -52, until: 312, holding: 'direct-payment', sources: [['Short breaks', 1200, 312]] })
  const swim = await house.asks(daniel, -45, { budget, service: 'Wendle swimming lessons', option: 'Block of 10 lessons', quantity: 1, goal: breaks, needed: -30 })
  await house.yes('sam', -44, swim)
  await house.paid(daniel, -5, swim)
  await house.visit(daniel, -7, { with: 'sam', name: 'Sam Adeyemi', mode: 'video', on: 8, needs: ['bsl', 'step-free'] })
  await house.needs(daniel, -7, 'Ada Okafor', ['bsl', 'step-free'])
  await house.offers('sam', -1, { mode: 'phone', on: 9, words: 'To talk about the summer club before it fills up', about: ['Ada Okafor'] })
  await house.looks('sam', -7, '14:45', { reason: 'visit', lang: null }, 'home', 'appointments')
  await house.emergency('omar', -1, '17:35', 'Ada was found alone at the bus station, and nobody answered the telephone', { family: 'Okafor', givenName: 'Ada', bornOn: bornYearsAgo(calendar, 6) })
  const ramp = await house.writes(daniel, -3, '20:10', { topic: 'The ramp', words: 'The ramp is lovely. Ada went up it eleven times.', lang: 'en' })
  await house.answers(cast.sam, -2, '09:40', ramp, 'That has made my week. Please say well done to Ada.', 'en')
  await house.reads(daniel, -2, '19:00', ramp)
  await house.note(daniel, -4, 'Ask at the next visit: who pays for the summer club? And does Chidi get a place too?', 'en')
  await house.says(daniel, -54, { part: 'matters', words: 'Ada reads lips and signs. Face her, one person at a time, and wait for her to finish.', lang: 'en' })
  await house.kindWord(daniel, -3, sign, { kind: 'win', words: 'Ada told us a joke in sign and we all got it.', lang: 'en' })
  const drawing = cleanFile(await readFile('db/demo/ada-drawing.png'))!
  await house.says(daniel, -6, {
    part: 'says', words: 'This is me on my ramp. Chidi is bringing me a heart.', lang: 'en', saidBy: 'Ada Okafor',
    file: { ...drawing, what: 'Ada drew our house with a red door. She is on her ramp, and Chidi brings her a heart.', lang: 'en' },
  })
  await house.says(daniel, -4, { part: 'need', area: 'caring', words: 'If my back goes again, I cannot lift Ada into the bath.', lang: 'en', about: ['Daniel Okafor', 'Ada Okafor'] })
  // It waits for Daniel.
  await house.signs(-1, '12:20', await house.putsForward(cast.sam, -1, '12:10', 41))
  // Waits for Daniel's answer.
  await house.offersProgramme(cast.sam, -1, 6, { key: 'visits-every-two-weeks', worker: 'Sam Adeyemi', about: ['Daniel Okafor'], due: null })
  await house.answersMeeting(daniel, -20, 'not-now', 40)
}

async function pugh(scene: Scene): Promise<void> {
  const { cast } = scene
  const house = await House.start(scene, -45, {
    name: 'Pugh', language: 'cy',
    adults: [
      { name: 'Bethan Pugh', givenName: 'Bethan', seat: 'parent', relation: null, contact: contactAt('bethan', 'cy') },
      { name: 'Rhys Morgan', givenName: 'Rhys', seat: 'parent', relation: 'partner', contact: contactAt(null, 'cy') },
    ],
    children: [],
    strengths: [{ words: 'Dan ni’n gwneud tîm da, ac mae Mam yn byw rownd y gornel.', lang: 'cy', saidBy: { adult: 0 } }],
  })
  const bethan = await house.joins('bethan', 'Bethan Pugh', -44)
  await house.helper('nia', 'Nia Hughes', -43, ['plan', 'goal', 'appointment'], ['Bethan Pugh', 'Rhys Morgan'], 'Nia visits from week 20 until the second birthday.', 'Bethan Pugh', 'Rhys Morgan')
  // Twenty weeks then, so that the baby is expected twenty weeks later.
  await house.programme(bethan, cast.nia, -42, { key: 'family-nurse', worker: 'Nia Hughes', about: ['Bethan Pugh', 'Rhys Morgan'], due: 98 })
  const ready = await house.goal(bethan, -40, { words: 'Bod yn barod i’r babi, heb boeni gormod', lang: 'cy', category: 'early-years', about: ['Bethan Pugh', 'Rhys Morgan'], steps: [['Dewis enw', 'Rhys Morgan', 20], ['Cot o’r siop ail-law', 'Bethan Pugh', 15]] })
  await house.rate(bethan, -38, ready, 4)
  await house.rate(bethan, -7, ready, 6)
  await house.action(cast.nia, -36, { words: 'Dod â’r llyfr am gysgu’n ddiogel', lang: 'cy', owner: 'Nia Hughes', due: 6 })
  const budget = await house.budget('priya', -35, { name: 'Ein cyllideb', pounds: 300, from: -35, until: 147, sources: [['Family help fund', 300, 147]] })
  // Longer ago than what counts for Sam's limit, so that the cot is his to decide.
  const sling = await house.asksFor(bethan, -34, { budget, what: 'Sling i gario’r babi', lang: 'cy', payee: 'Siop Fabi Wendle', pounds: 24, goal: ready, needed: -6 })
  await house.yes('sam', -33, sling)
  // Money for before the birth, of which some was not needed, goes to what is for everything.
  const birth = await house.budget('priya', -30, { name: 'Cyn y geni', pounds: 60, from: -30, until: 147, sources: [['Family help fund', 60, 147]] })
  await moved(scene, house, 'priya', -12, { from: birth, to: budget, pounds: 25 })
  await toBePaid(scene, house, bethan, -6, sling, { name: 'Siop Fabi Wendle', sortCode: '070809', number: '00345678' })
  await done(await scene.director.inFamily(bethan, house.family, house.at(-3, '20:15'), 'budget:ask'), wishHolding, { budget, holding: 'prepaid-card' })
  await house.asks(bethan, -1, { budget, service: 'Warm Start beds and furniture', option: 'Cot with mattress', quantity: 1, goal: ready, needed: 25 })
  await house.visit(bethan, -10, { with: 'nia', name: 'Nia Hughes', mode: 'home', on: -3, went: 'seen' })
  await house.visit(bethan, -3, { with: 'nia', name: 'Nia Hughes', mode: 'home', on: 4 })
  await house.looks('nia', -3, '09:10', { reason: 'visit', lang: null }, 'home', 'plan')
  const tuesdays = await house.writes(bethan, -5, '14:30', { topic: 'Y dosbarth nos Fawrth', words: 'Oes lle yn y dosbarth ar nos Fawrth o hyd? Mae Rhys yn gweithio shifft hwyr tan hynny.', lang: 'cy', to: ['Nia Hughes'] })
  await house.answers(cast.nia, -5, '16:00', tuesdays, 'Oes! Mae lle i’r ddau ohonoch chi. Dw i wedi cadw’r ddwy gadair wrth y drws.', 'cy')
  await house.reads(bethan, -4, '18:20', tuesdays)
  await house.note(bethan, -2, 'Enwau: Mali, Gwen, Idris. Gofyn i Mam am ei mam hi.', 'cy')
  await house.says(bethan, -42, { part: 'matters', words: 'Cymraeg gyntaf, os gwelwch yn dda, hefyd i’r babi.', lang: 'cy' })
}

