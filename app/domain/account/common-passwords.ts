/**
 * Passwords of ten letters and more that many people choose, and so the first that a stranger tries. In lower case;
 * shorter ones need no list, because none is taken. From the frequency lists of zxcvbn (MIT), with ours added.
 */
export const commonPasswords: ReadonlySet<string> = new Set(
  `
    0000000000 0000000000o 0102030405 010203040506 0147896325 0192837465 0987654321q 1020304050 102030405060 1029384756
    1111111111 1111111111zz 1111122222 1112131415 111222333a 1122112211 1122334455 112233445566 1123581321 1213141516
    1223334444 123123123a 123123123q 123123qweqwe 1234509876 1234554321 12345654321 123456654321 123456782000 1234567890
    12345678900 12345678900987654321 1234567890a 1234567890q 1234567890qw 1234567890qwe 1234567890s 1234567890w
    1234567890z 1234567891 12345678910 12345678912 123456789123 12345678987654321 1234567899 123456789987654321 123456789a
    123456789aa 123456789abc 123456789b 123456789d 123456789f 123456789g 123456789k 123456789l 123456789m 123456789n
    123456789o 123456789p 123456789q 123456789qaz 123456789qq 123456789qqq 123456789qw 123456789qwe 123456789qwerty
    123456789r 123456789s 123456789t 123456789v 123456789w 123456789x 123456789z 123456789zxc 123456qwerty 12345qwert
    12345qwerty 12345trewq 12345zxcvb 1234qwerasdf 1234qwerty 123hfjdk147 123qwe456rty 123qweasdzxc 12qw34er56ty
    1357908642 1357924680 1357997531 159753456852 17171717aa 19mtpgam19 1a2a3a4a5a 1a2b3c4d5e 1a2s3d4f5g 1pass1page
    1q2q3q4q5q 1q2w3e4r5t 1q2w3e4r5t6y 1qa2ws3ed4rf 1qaz2wsx3edc 1qaz2wsx3edc4rfv 1qazxsw23edc 1qazxsw23edcvfr4 1z2x3c4v5b
    23176djivanfros 31217221027711 3141592654 3216732167 3rjs1la7qe 3syqo15hil 4815162342 4815162342a 4815162342lost
    4904s677075 51051051051 541233432442 5hsu75kpot 5t4r3e2w1q 7777755102q 7894561230 7ugd5hip2j 80070633pc 89015173454
    89172735872 89231243658s 89600506779 8phrowz622 8phrowz624 9293709b13 987654321a 987654321q 989244342a 999111999q
    a123456789 a1a2a3a4a5 a1b2c3d4e5 a1s2d3f4g5 a987654321 aaaaaaaaaa abc1234567 abcd123456 abcdefghij abcdefghijk
    abcdefghijkl abracadabra abrakadabra admin18533362 administrator ajcuivd289 aleksander aleksandra alessandro
    alexander1 alhamdulillah allahisgreat amsterdam1 anastasiya andrewjackie angelofwar apokalipsis applesauce armageddon
    arsenal1886 asdfg12345 asdfghjkl1 asdfghjkl123 astalavista astonvilla azertyuiop azsxdcfvgb azwebitalia badnaamhere
    beautiful1 bestfriend birmingham birthday21 birthday299 birthday54 bismillah786 blackberry bladerunner blingbling
    bondarenko braveheart byajhvfnbrf caerdydd123 callofduty cannondale casablanca changeme123 changemenow charlie123
    cheburashka chelsea1905 chessmaster chickenwing101 chocolate1 christophe clubpenguin cnjvfnjkju combat123654
    comicbookdb computador coronavirus counterstrike ctdfcnjgjkm cvzefh1gkc cxfcnkbdfz cxfcnmttcnm cyberonline cyecvevhbr
    cyjdsvujljv cymruambyth darkknight darthvader dashadasha dbrnjhjdbx dbrnjhjdyf december2026 deerhunter deltaforce
    depechemode desperados deutschland devildriver devilmaycry devilmaycry4 dhjnvytyjub dkflbvbhjdbx dkflbvbhjdyf
    dodgeviper domainlock2005 dragon12345 dragonball dragonballz dragonfire efbcapa201 elizabeth1 enterprise evanescence
    evangelion everton1878 family1234 fenerbahce fgjrfkbgcbc finalfantasy firefighter firestarter fkg7h4f3v6 fkmnthyfnbdf
    fktrcfylhf fktrcfylhjdbx fktrcfylhjdyf flvbybcnhfnjh football12 football1234 friendster galatasaray gfhjkmgfhjkm
    ghbdtndctv ghbdtnghbdtn ghbdtnrfrltkf ghhh47hj764 ghhh47hj7649 ghjcnbnenrf ghjcnjgfhjkm ghjcnjghjcnj ghjcnjrdfibyj
    ghjrehfnehf ghostrider goldfinger good123654 goodfellas greedisgood groupd2013 gthtcnhjqrf gunslinger gy3yt2rgls
    harrypotter hd764nw5d7e1vb1 hedimaptfcor hellokitty hellothere helloworld hellraiser highlander hondacivic hshfd4n279
    htubcnhfwbz iaapptfcor iddqdidkfa ilovemydad ilovemykids ilovemymum ilovemyself ilovemyson iloveyou123 iloveyou1234
    installutil ironmaiden iseedeadpeople j3qq4h7h2v jamesbond007 jediknight jesuschrist jetbalance juggernaut justforfun
    justinbieber kamehameha kingfisher konstantin ladyffesta lamborghini leavemealone ledzeppelin letmein123 letmeinnow
    lhbjkjubz2957704 lifeisgood lightsaber limpbizkit liverpool1 liverpoolfc1 lkjhgfdsaz lockdown2020 lockerroom
    losangeles lost4815162342 luojianhua m6cjy69u35 madagaskar mailcreated5240 manchester manchesterunited manchesterutd
    mapet123456 masterchief mastermind matematika maurolarastefy maximilian metallica1 mevefalkcakk mickeymouse microphone
    momsanaladventure monday1234 moneymaker monkey12345 montecarlo mostwanted motdepasse multiplelo mypassword mypassword1
    necromancer needforspeed networkingpe neveragain newcastle1 newpassword newproject2004 newzealand nopassword
    nottingham nthvbyfnjh oc247ngucz oldsmobile olegnaruto opensesame ourfamilyplan p@ssw0rd123 p@ssword123 painkiller
    pakistan123 pakistan1947 parolparol passmaster passw0rd123 password00 password01 password1! password10 password11
    password12 password123 password123! password1234 password13 password23 password69 password99 passwordpassword
    pathfinder peternorth playstation playstation3 poiuytrewq pokemon123 polniypizdec0211 polniypizdec110211 polska12345
    porsche911 postov1000 primetime21 princess123 psychnaut1 ptybnxtvgbjy puertorico pufunga7782 q123456789 q1234567890
    q1q2q3q4q5 q1w2e3r4t5 q1w2e3r4t5y6 q1w2e3r4t5y6u7 q1w2e3r4t5y6u7i8 qawsedrftg qazwsxedc1 qazwsxedc12 qazwsxedc123
    qazwsxedcrfv qazwsxedcrfvtgb qazxswedcvfr qpwoeiruty qq123456789 quant4307s quicksilver qweasdzxc1 qweasdzxc123
    qwerasdfzxcv qwert12345 qwertasdfg qwerty1234 qwerty12345 qwerty123456 qwerty123456789 qwerty2010 qwertyasdfgh
    qwertyuiop qwertyuiop1 qwertyuiop123 qwertyuiop[] qwertyytrewq qwertzuiop realmadrid rfhfvtkmrf rfkmrekznjh rfnfcnhjaf
    rfnfgekmnf rhbcnbyjxrf rjirfrgbde rjycnfynby rkfdbfnehf roadrunner roflcopter ronaldinho s456123789 sailormoon
    salamander salamandra samsung123 sanandreas saun24865709 sebastian1 september2026 sersolution sevastopol shadow1212
    shevchenko sidewinder skateboard skorpion39 slipknot666 smallville sojdlg123aljg solidsnake sonyericsson soso123aljg
    spartan117 spiderman1 stalingrad strawberry summer2026! summertime sunshine123 superduper supermanboy superpuper
    supersonic syncmaster t34vfrc1991 tamwsn3sja terminator testing123 thisismypassword thunderbird tigerwoods tinkerbell
    tokiohotel tottenham1 translator trustnoone undertaker unforgiven vanyarespekt venom121293 verygoodbot vflfufcrfh
    vfntvfnbrf vfvfvskfhfve vfylfhbyrf volkswagen vqsablpzla vsjasnel12 vyjujnjxbt wachtwoord watermelon webhompass
    websolutions welcome123 welcome1234 welcome12345 wenef45313 westham123 whosyourdaddy wishmaster yanshi1982 ybrjkftdbx
    yfnfitymrf yjdsqgfhjkm z123456789 z1x2c3v4b5 zaq1xsw2cde3 zaratustra zcxfcnkbdf zqjphsyf6ctifgu zx123456789
    zxcasdqwe123 zxcvb12345 zxcvbnm123
  `
    .trim()
    .split(/\s+/),
)
