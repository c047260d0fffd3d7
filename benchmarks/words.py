"""The word lists of the generator: news English, with invented people, places and papers."""

from __future__ import annotations

OUTLETS = {
    "Harbour Gazette": "harbourgazette.example",
    "Kite Daily": "kitedaily.example",
    "Norrin Evening Post": "norrineveningpost.example",
    "The Calder Courier": "caldercourier.example",
    "Saltby Observer": "saltbyobserver.example",
    "Westmoor Herald": "westmoorherald.example",
    "Port Ellery Mercury": "portellerymercury.example",
    "The Lantern": "thelantern.example",
}

AGENCIES = ("Kestrel Press", "Northline Wire", "Meridian News Service")

SECTIONS = (
    "Business",
    "Culture",
    "Education",
    "Environment",
    "Health",
    "Local",
    "Politics",
    "Science",
    "Sport",
    "Technology",
    "World",
)

FIRST_NAMES = tuple(
    """
    Ada Agnes Albie Alma Amina Anders Andor Anselm Anwen Ardal Astrid Audra Auke Basil Bastien Bertil Bethan Birgit Bram Bronwen Bruno
    Carys Cecily Celia Clement Cordelia Corin Cosmo Dag Dalia Damaris Delphine Dilys Edda Edith Eilif Einar Elin Elodie Emeka Enid Ephraim
    Esme Evander Fabian Fatou Fenna Ferdia Finlay Flora Freya Ginevra Gideon Greta Gro Gwilym Hamish Harriet Hedda Heike Helga Henrik Hester
    Hilda Hugo Idris Imogen Ines Ingrid Iona Isolde Itziar Ivor Jago Jasper Jonah Joost Juno Kaja Karim Kaya Kenji Kirsten Klara Lachlan
    Lars Leander Lena Leonie Linnea Lorcan Lucian Mabel Magnus Maia Malte Marit Marta Maud Mina Mirela Mungo Nadia Nerys Niall Noor Nuala
    Odile Olaf Oona Oskar Osei Otto Padma Paloma Perpetua Petra Philippa Priya Quentin Rafe Ragna Rhona Roald Rosalind Rory Rowena Runa
    Ruth Samir Saskia Selma Sietske Sigrid Silas Solveig Sunniva Tamsin Tavish Thea Tilda Tobias Tomas Torsten Tullio Ulla Una Vera Viggo
    Wanda Wen Wiebke Wilfred Willa Yara Ysolde Yusuf Zadie Zora
    """.split()
)

LAST_NAMES = tuple(
    """
    Adeyemi Aho Ames Aske Arkwright Baldacci Bakke Barrow Beckwith Bellamy Berglund Birch Blackwood Bly Boersma Bramley Brandt Brandvold
    Brook Calloway Cano Carrow Castellane Chidley Corrigan Crane Dalgaard Dalloway Danvers Darrow Delacroix Demirel Dunmore Eide Ellery
    Estrin Fairweather Farrant Ferrand Finch Frame Garrick Glanville Gravier Greaves Hale Hallam Halloran Harkness Harms Hartnell Hollis
    Holm Ingram Jessop Kempen Kestrel Kinsella Kjellberg Lama Lamb Langley Lindqvist Lohmann Lovelace Maarten Mackay Maddern Marchenoir
    Marlow Maynard Mellor Merriman Moore Morrow Nakagawa Nesbit Norling Oduya Okafor Okoro Onslow Orme Ormerod Orsel Osgood Penhallow Penn
    Pettifer Pickering Price Quayle Quill Quince Radley Rask Ravenhill Renshaw Reyl Rook Rowe Rusk Rüther Salo Sandvik Selwyn Severin
    Shackleton Skene Soll Sontag Spindler Stourton Strand Sumner Tallis Tarrant Thorsby Tjaden Toll Tremaine Tully Underhill Varga Vasel
    Velasco Vellacott Vickery Visser Wainwright Wendt Westerby Whitlock Winslow Wraxall Yarrow Yeo Zeller
    """.split()
)

PLACES = tuple(
    """
    Wexmouth Saltby Norrin Calder Ellerton Thornwick Westmoor Ashgrove Barrowdale Brackenfell Brindlesea Cairnhaven Coldharbour Copperhill
    Crowmarsh Dunscar Eastmere Fallowfield Fenwater Glasswell Greywater Hallowick Harrowgate Hawksburn Highcombe Hollinsea Ironbridge
    Kettlewick Kingsferry Larkmoor Lindenholt Longstrand Marlstone Meadowick Millport Netherby Oakhampton Oldminster Otterburn Pellworth
    Pinehurst Quarrybank Ravensworth Redcliff Rookwood Rushmere Sandwick Seaborne Shelford Silverdale Skarholm Southmere Stannick Starcross
    Stillwater Stonehaven Summerleigh Tarnfoot Thistleby Tidewell Underhay Wainfleet Waterbeck Whinmoor Whitcombe Wickerby Windermoor
    Withernsea Wolverley Yarborough
    """.split()
)

INSTITUTIONS = tuple(
    line.strip()
    for line in """
    city council
    county court
    education board
    electoral office
    energy regulator
    environment agency
    finance ministry
    fire service
    fishing cooperative
    food standards office
    harbour authority
    health board
    heritage trust
    highways department
    housing association
    inland revenue
    labour federation
    land registry
    lifeboat service
    medical college
    national archive
    nurses’ union
    parks department
    pensions office
    planning committee
    police authority
    postal service
    prison inspectorate
    rail operator
    river trust
    royal observatory
    schools inspectorate
    statistics office
    steel company
    teachers’ union
    telecoms company
    trade ministry
    transport committee
    university senate
    water company
    weather service
    wildlife charity
    """.strip().splitlines()
)

ROLES = tuple(
    line.strip()
    for line in """
    accountant
    admiral
    ambassador
    analyst
    anaesthetist
    archaeologist
    architect
    astronomer
    auditor
    ballerina
    banker
    barrister
    beekeeper
    biologist
    bishop
    botanist
    builder
    bursar
    cabinet maker
    campaigner
    captain
    carpenter
    chairwoman
    chancellor
    chef
    chemist
    chief constable
    chief executive
    choreographer
    coach
    columnist
    commissioner
    composer
    conductor
    coroner
    curator
    dean
    deputy mayor
    detective
    dietician
    diplomat
    director
    economist
    editor
    electrician
    engineer
    epidemiologist
    farmer
    film-maker
    firefighter
    fisherman
    forester
    geologist
    goalkeeper
    governor
    graduate
    headmistress
    historian
    hydrologist
    illustrator
    inspector
    joiner
    judge
    lawyer
    lecturer
    librarian
    locksmith
    magistrate
    mayor
    mechanic
    meteorologist
    midwife
    minister
    negotiator
    novelist
    nurse
    oceanographer
    ombudsman
    organist
    painter
    paramedic
    pharmacist
    philosopher
    photographer
    physicist
    pianist
    pilot
    playwright
    plumber
    poet
    pollster
    principal
    prosecutor
    psychiatrist
    publisher
    ranger
    rector
    sculptor
    senator
    sergeant
    shopkeeper
    social worker
    solicitor
    spokeswoman
    sprinter
    statistician
    surgeon
    surveyor
    tailor
    teacher
    treasurer
    trustee
    undersecretary
    veterinarian
    violinist
    volunteer
    warden
    welder
    winemaker
    zoologist
    """.strip().splitlines()
)

# Things that can be proposed, built, sold, shut: each takes a plural in -s or -es unless it says otherwise.
THINGS = tuple(
    """
    abattoir academy acquisition agreement airfield airport alliance allotment allowance almshouse amendment amphitheatre annexe apartment
    appeal apprenticeship aquarium aqueduct arboretum arcade archive arena armoury arsenal asylum auction audit bakery ballot bandstand bank
    barge barracks barrage barrier basin battery bazaar beacon benefit bequest bill boatyard bond bonus boundary boycott brewery bridge
    broadcast budget bunker bursary bypass cable cafeteria campaign campus canal cannery canteen capsule caravan cargo carnival carriageway
    cartel casino castle catalogue cathedral causeway ceasefire cellar cemetery census ceremony chapel charter chimney choir cinema circuit
    citadel clinic cloister coalition collection college colliery colony commission compensation complaint compromise concert concession
    conference congress conservatory consortium contract convention convoy corridor cottage courthouse covenant crane crematorium crossing
    curfew curriculum customs dairy deadline decree deficit deposit depot derby dictionary diocese directive discount dispensary distillery
    dock dormitory dossier drainage drawbridge dredger drought dyke earthwork eclipse edition election elevator embankment embargo embassy
    emblem emporium encampment endowment engine enquiry escalator escarpment espionage estate estuary evacuation eviction examination
    excavation exchange exhibition expedition experiment export extension factory fairground farmhouse federation feedback fellowship ferry
    festival fibre fishery flagship fleet floodgate flotilla footbridge footpath forecast foreshore forge formula fortress forum foundation
    foundry fountain franchise freight freighter frigate fringe funeral furnace gallery garage garden garrison gasworks gateway generator
    glacier glasshouse granary grant grassland gravel greenhouse guarantee guideline guild gymnasium habitat handbook hangar harvest hatchery
    headland headquarters healthcare hearing heath heatwave helipad hemisphere herbarium heritage highway hospice hospital hostel hotline
    hydrant iceberg immunity import incentive incinerator index indictment infantry inheritance initiative injunction inquest inquiry
    instalment institute insurance invoice ironworks irrigation jetty jobcentre journal jubilee junction jury kiosk kitchen knighthood
    laboratory lagoon landfill landmark landslide lantern laundry lawsuit leaflet league lease legacy legislation leisure levee levy library
    licence lifeboat lighthouse limestone line liner livestock loan lock lodge lottery machinery mainland mall mandate manifesto mansion
    manuscript marathon marina market marketplace marsh masterplan medal mediation medicine meeting memorandum memorial mercury merger
    microscope milestone mill mine mint mission moat monastery monopoly monument moorland moratorium mortgage mosque motion motorway mural
    museum musical network newsroom nomination nursery oasis obelisk observatory occupation offer office oilfield opera orchard orchestra
    ordinance orphanage outbreak outpost overdraft oyster packaging pageant pamphlet panel parade parish parliament partnership passage
    patent pavilion payment payroll peninsula pension petition pharmacy pier pigeon pipeline pitch plague planetarium plant plantation
    platform playground plaza plinth pollution pond population portfolio portrait poultry powerhouse precinct premium prescription
    prison privilege prize procession programme prohibition project promenade proposal prosecution protest prototype province pub pump
    quarantine quarry quay quota racecourse radar railway rainfall rampart ramp ranch ration rebate receipt recession recital reconstruction
    recycling reef referendum refinery reform refuge refund regatta region register rehearsal release relic relocation remedy renovation
    rental repair replica reserve reservoir residence resolution resort restaurant revenue revival reward ridge ritual roadblock rocket
    roundabout route royalty ruin ruling runway sabbatical safari safeguard salary sanctuary sandbank satellite sawmill scaffold scandal
    schedule scheme scholarship school screening scrubland sculpture seabed seafront sector seedling seminar senate settlement sewage
    shareholding shelter shipment shipyard shoreline shrine sideline signal siren skyline slipway sluice smelter solar spire sponsorship
    stadium staircase stairwell stampede station statue statute steamer stipend storage storm stronghold studio submarine subsidy suburb
    subway summit sunflower supermarket surcharge surgery surplus survey suspension swamp switchboard symphony synagogue syndicate tariff
    tavern tax taxi telegraph telescope television temple tenancy tender terminal terrace territory textile theatre theme thicket
    threshold tidal timber timetable toll tollbooth tournament tower township tractor trail trainer tram tramline transfer transmitter
    treasury treaty trench trial tribunal tribute triumph tunnel turbine turnpike turnstile tutorial tyre union university upgrade
    vaccine valley vault vehicle venture verdict vessel veto viaduct vigil village vineyard vintage visa visitor volcano voucher voyage
    wage warehouse warrant warship wastewater watchtower waterfall waterfront watermill waterway wedding weighbridge wetland wharf
    wheelhouse windfall windmill winter wireless woodland workforce workhouse workshop wreck yacht yard zone
    """.split()
)

ADJECTIVES = tuple(
    """
    abandoned abrupt absent abundant academic accessible accidental active acute adjacent administrative affordable aged agricultural alpine
    alternative ambitious ample ancient annual anonymous anxious apparent arable arctic arid artificial artistic ashen assertive austere
    autumnal available aware awkward baffling bare barren basic beautiful belated benign bitter bleak blunt bold brand-new brief bright
    brisk brittle broad broken bronze bulky busy candid capable careful casual cautious celebrated central ceremonial certain charitable
    cheap cheerful chilly chronic circular civic civil classical clear clerical clever coastal coarse cold collective colonial colourful
    comfortable commercial common communal compact compulsory concrete confidential considerable constant contemporary contentious
    controversial conventional cordial corporate costly courteous covert creative credible crowded crucial cultural curious curved daily
    damaged damp daring deadly decent decisive dedicated deep defective delayed delicate demanding dense dependable derelict desolate
    detailed different difficult digital diplomatic direct disputed distant distinct diverse divisive domestic dormant dramatic dreary
    drowsy dual durable dusty eager earnest eastern eccentric economic efficient elaborate elderly electoral electric elegant eligible
    elusive emergency eminent empty energetic enormous entire equal essential eventual evident exact excellent exceptional excessive
    exclusive exotic expensive experimental explicit extensive extra extraordinary extravagant faded faint familiar famous fatal faulty
    feasible federal fertile fierce final fine firm fiscal flat flawed fleeting flexible floating flooded flourishing foggy foreign formal
    former fortunate fragile free frequent fresh friendly frozen fruitful full functional fundamental furious futile future generous genuine
    giant gifted glamorous global gloomy golden gradual grand granite grassy grateful grave gritty gruelling guilty handsome handy harmful
    harsh hasty hazardous healthy heavy helpful hesitant hidden high-speed hilly historic hollow honest honorary hopeful horizontal hostile
    huge humble humid hydraulic icy ideal idle imminent immune impartial imperfect important impressive inadequate independent indoor
    industrial inevitable informal inland innocent innovative intact intense interim internal international intricate invisible isolated
    joint judicial juvenile keen knowledgeable labour-intensive large lasting late lavish lawful lean legal legendary legible lengthy
    liberal light likely limited literary little lively local lofty lonely long-awaited loud low-lying loyal lucrative luxurious magnetic
    magnificent main major mandatory manual marginal marine maritime massive mature meagre mechanical medical medieval memorable mental
    merchant meticulous metropolitan mild military minor miserable mobile modern modest moist monthly moral mountainous muddy municipal
    musical mutual mysterious narrow national native natural naval neat negligent neutral new nightly nimble noble noisy nominal northern
    notable novel nuclear numerous obscure obsolete obvious occasional odd official old-fashioned ongoing open optical optional orderly
    ordinary organic original ornate orthodox outdated outdoor outer outspoken outstanding overdue overgrown overseas painful parallel
    partial passive patient peaceful peculiar perennial periodic permanent persistent personal pioneering plain plausible pleasant plentiful
    polar polite political polluted popular portable positive possible potential powerful practical precious precise preliminary premature
    present prestigious previous primary principal private probable productive professional profitable profound prominent promising proper
    prosperous protective provincial provisional prudent public punctual pure quaint quarterly quick quiet radical rapid rare raw ready
    rebuilt recent reckless recurrent redundant regional regular reliable reluctant remarkable remote renewable resident resilient
    restless restored retired rhythmic rich rigid rigorous risky robust rocky rough royal rugged rural rustic sacred safe salty sandy
    scarce scattered scenic sceptical scientific seasonal secluded secondary secret secure sensible sensitive separate serene serious severe
    shabby shaky shallow sharp sheltered short-lived silent similar simple sincere single sizeable slender slim slippery sloping slow small
    smooth sober solemn solid sombre southern spacious sparse special spectacular spirited splendid stable steady steep stern stiff stony
    stormy straightforward strange strategic strenuous strict striking strong stubborn sturdy subsequent subsidised substantial subterranean
    subtle successful sudden suitable sunny superb supportive surplus suspicious sustainable swift symbolic systematic tactical talented
    tall tangible technical temperate temporary tense tentative thorough thrifty tidal tidy tight timely tiny tired tolerant torrential
    tough traditional tranquil transparent trivial tropical troubled turbulent twin typical ultimate unanimous uncertain uncommon uneasy
    uneven unfamiliar unfinished unique universal unlikely unpaid unpopular unusual upper urban urgent useful usual vacant vague valid
    valuable vast verbal vertical viable vibrant vigilant vigorous virtual visible vital vivid vocal volcanic voluntary vulnerable warm
    wary wasteful watchful waterproof weak wealthy weary weekly welcome western wholesale wide widespread wild willing windy wintry wise
    wooden worldwide worried worthy yearly young
    """.split()
)

# base, past, third person, -ing: verbs that take a thing as their object.
VERBS = tuple(
    tuple(entry.split("/"))
    for entry in """
    abandon/abandoned/abandons/abandoning abolish/abolished/abolishes/abolishing accept/accepted/accepts/accepting
    acquire/acquired/acquires/acquiring adopt/adopted/adopts/adopting advertise/advertised/advertises/advertising
    amend/amended/amends/amending announce/announced/announces/announcing approve/approved/approves/approving
    assess/assessed/assesses/assessing audit/audited/audits/auditing authorise/authorised/authorises/authorising
    back/backed/backs/backing block/blocked/blocks/blocking build/built/builds/building cancel/cancelled/cancels/cancelling
    challenge/challenged/challenges/challenging chart/charted/charts/charting clear/cleared/clears/clearing
    commission/commissioned/commissions/commissioning condemn/condemned/condemns/condemning criticise/criticised/criticises/criticising
    defend/defended/defends/defending delay/delayed/delays/delaying demolish/demolished/demolishes/demolishing
    design/designed/designs/designing devise/devised/devises/devising discard/discarded/discards/discarding
    discover/discovered/discovers/discovering discuss/discussed/discusses/discussing dismantle/dismantled/dismantles/dismantling
    dismiss/dismissed/dismisses/dismissing divert/diverted/diverts/diverting draft/drafted/drafts/drafting
    endorse/endorsed/endorses/endorsing enlarge/enlarged/enlarges/enlarging establish/established/establishes/establishing
    evacuate/evacuated/evacuates/evacuating examine/examined/examines/examining expand/expanded/expands/expanding
    expose/exposed/exposes/exposing finance/financed/finances/financing finish/finished/finishes/finishing
    freeze/froze/freezes/freezing fund/funded/funds/funding guard/guarded/guards/guarding halt/halted/halts/halting
    halve/halved/halves/halving inherit/inherited/inherits/inheriting inspect/inspected/inspects/inspecting
    install/installed/installs/installing introduce/introduced/introduces/introducing investigate/investigated/investigates/investigating
    launch/launched/launches/launching lease/leased/leases/leasing license/licensed/licenses/licensing map/mapped/maps/mapping
    measure/measured/measures/measuring merge/merged/merges/merging modernise/modernised/modernises/modernising
    monitor/monitored/monitors/monitoring name/named/names/naming neglect/neglected/neglects/neglecting
    oppose/opposed/opposes/opposing organise/organised/organises/organising overhaul/overhauled/overhauls/overhauling
    overturn/overturned/overturns/overturning pause/paused/pauses/pausing postpone/postponed/postpones/postponing
    praise/praised/praises/praising preserve/preserved/preserves/preserving privatise/privatised/privatises/privatising
    promote/promoted/promotes/promoting propose/proposed/proposes/proposing protect/protected/protects/protecting
    question/questioned/questions/questioning rebuild/rebuilt/rebuilds/rebuilding recommend/recommended/recommends/recommending
    record/recorded/records/recording redesign/redesigned/redesigns/redesigning reject/rejected/rejects/rejecting
    relaunch/relaunched/relaunches/relaunching relocate/relocated/relocates/relocating rename/renamed/renames/renaming
    renovate/renovated/renovates/renovating reopen/reopened/reopens/reopening repair/repaired/repairs/repairing
    replace/replaced/replaces/replacing rescue/rescued/rescues/rescuing resist/resisted/resists/resisting
    restore/restored/restores/restoring restrict/restricted/restricts/restricting review/reviewed/reviews/reviewing
    revive/revived/revives/reviving scrap/scrapped/scraps/scrapping seize/seized/seizes/seizing sell/sold/sells/selling
    settle/settled/settles/settling simplify/simplified/simplifies/simplifying sponsor/sponsored/sponsors/sponsoring
    streamline/streamlined/streamlines/streamlining strengthen/strengthened/strengthens/strengthening
    study/studied/studies/studying subsidise/subsidised/subsidises/subsidising support/supported/supports/supporting
    survey/surveyed/surveys/surveying suspend/suspended/suspends/suspending tender/tendered/tenders/tendering
    test/tested/tests/testing transform/transformed/transforms/transforming trim/trimmed/trims/trimming
    unveil/unveiled/unveils/unveiling upgrade/upgraded/upgrades/upgrading vacate/vacated/vacates/vacating
    veto/vetoed/vetoes/vetoing welcome/welcomed/welcomes/welcoming widen/widened/widens/widening
    withdraw/withdrew/withdraws/withdrawing
    """.split()
)

ADVERBS = tuple(
    """
    abruptly accurately actively actually apparently appropriately badly barely briefly broadly carefully cautiously cheaply clearly
    closely commonly completely consistently constantly correctly curiously currently deliberately directly discreetly easily effectively
    efficiently emphatically entirely equally especially eventually evidently exactly exclusively extensively fairly finally firmly
    formally fortunately frankly freely frequently fully generally gently genuinely gradually greatly hardly heavily honestly hugely
    immediately impatiently independently indirectly informally initially instantly invariably jointly keenly largely lately legally
    lightly locally loosely mainly merely mildly mostly narrowly naturally nearly neatly noisily normally notably obviously occasionally
    officially openly originally partly patiently perfectly permanently personally plainly politely poorly possibly practically precisely
    presumably previously primarily privately probably promptly properly proudly publicly quickly quietly randomly rapidly rarely readily
    reasonably recently regularly reluctantly remarkably repeatedly reportedly roughly routinely sadly safely scarcely secretly seemingly
    seldom seriously severely sharply silently simply slightly slowly smoothly solely specifically steadily strictly strongly subsequently
    substantially successfully suddenly surprisingly swiftly temporarily thoroughly tightly typically ultimately unanimously undoubtedly
    unexpectedly unfairly urgently usually utterly vaguely vastly virtually visibly voluntarily warmly weakly widely wisely
    """.split()
)

ABSTRACT = tuple(
    """
    absence access accountability accuracy advice affection age agility alarm alertness ambition anger anxiety appetite applause approval
    attention austerity balance barter belief bravery bureaucracy calm candour capacity caution certainty chance change charity choice
    clarity comfort commerce competence complexity confidence consent conservation cooperation courage courtesy craftsmanship credit
    culture curiosity daylight debate debt decency decline defiance delight demand democracy density dignity diligence diplomacy disbelief
    discipline discretion dismay disruption dissent distance distrust doubt duty education efficiency effort embarrassment emotion employment
    endurance energy enthusiasm equality erosion evidence expertise failure fairness faith fame fatigue finance flexibility force
    foresight fortune freedom friction friendship frustration generosity goodwill gratitude gravity grief growth guidance happiness hardship
    harmony haste health hesitation history honesty honour hope hospitality humanity humour identity ignorance imagination impatience
    imprisonment inclusion indifference industry inertia inflation influence innovation insight inspiration integrity intelligence interest
    investment isolation justice kindness knowledge labour leadership legitimacy leniency liberty literacy logic loyalty luck maintenance
    management memory mercy merit migration misfortune mobility moderation modesty momentum money morale motivation music necessity
    negligence neutrality nostalgia nutrition obedience obligation opposition optimism patience patriotism peace perseverance persuasion
    pessimism philosophy politeness popularity poverty precision preparation pressure prestige pride privacy productivity profit progress
    prosperity protection prudence publicity punctuality purpose quality reassurance recognition reform regret reliability relief reluctance
    remorse repetition resentment resilience respect responsibility restraint retirement risk rivalry safety sanity satisfaction scarcity
    scrutiny secrecy security sensitivity sentiment silence simplicity skill solidarity sorrow speed stability stamina strength stress
    success suspicion sympathy tact talent taxation teamwork technology temperance tension thrift tolerance tourism tradition traffic
    training transparency transport trust truth turmoil uncertainty unemployment unity urgency value variety vigilance violence vision
    vitality warmth weakness wealth weather welfare willpower wisdom worry youth
    """.split()
)

PEOPLE = tuple(
    """
    actors anglers apprentices artists backpackers bakers bargees bathers birdwatchers bookbinders bricklayers brokers bystanders campers
    canoeists carers children cleaners clerks climbers commuters conscripts consumers courtiers creditors cricketers critics crofters
    customers cyclists dancers debtors delegates dentists detainees dockers doctors donors drivers emigrants employees entrants exiles
    exporters families farmworkers ferrymen fishmongers florists founders gardeners grandparents grocers growers guests hauliers
    herders hikers historians holidaymakers householders importers infants inmates instructors insurers interns investors islanders
    jewellers jockeys journalists landlords landowners leaseholders lifeguards lodgers lorry-drivers managers mariners merchants
    miners moderates motorists mountaineers musicians neighbours newcomers nurses officials onlookers orphans outsiders parents parishioners
    passengers patients patrons pedestrians pensioners performers pickers picnickers pilgrims players porters potters prisoners producers
    pupils readers recruits refugees regulars relatives reporters rescuers researchers residents retailers riders rowers runners sailors
    scholars scientists scouts seafarers shareholders shepherds shoppers singers skaters skippers smallholders smokers spectators
    stallholders stewards strikers students subscribers supervisors supporters survivors swimmers taxpayers tenants tourists townspeople
    traders trainees travellers troops trustees typists veterans vicars victims villagers visitors volunteers voters waiters walkers
    warders weavers witnesses workers writers
    """.split()
)

NUMBERS = (
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "a dozen",
    "almost 20",
    "some 30",
    "about 45",
    "more than 60",
    "nearly 100",
    "at least 120",
    "around 250",
    "up to 400",
    "over 750",
    "roughly 1,200",
    "close to 3,000",
    "as many as 10,000",
)

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
