package quantity

// electricUnits are electricity, magnetism, light, radiation and amounts of substance.
var electricUnits = []family{
	{ElectricCurrent, []row{
		{"ampere", "ampere", "A", "1"},
		{"abampere", "abampere", "abA", "10"},
		{"biot", "biot", "Bi", "10"},
		{"gilbert", "gilbert", "Gb", ""},
		{"statampere", "statampere", "statA", ""},
	}, []prefixedRow{
		{row{"*ampere", "*ampere", "*A", "1"}, si, 1},
	}},
	{ElectricCharge, []row{
		{"coulomb", "coulomb", "C", "1"},
		{"second-TimeAmpere", "second ampere", "s A", "1"},
		{"milliampereHour", "milliampere hour", "mA h", "3.6"},
		{"abcoulomb", "abcoulomb", "abC", "10"},
		{"ampereHour", "ampere hour", "A h", "3600"},
		{"faraday", "faraday", "", ""},
		{"franklin", "franklin", "Fr", ""},
		{"statcoulomb", "statcoulomb", "statC", ""},
	}, []prefixedRow{
		{row{"*coulomb", "*coulomb", "*C", "1"}, si, 1},
	}},
	{ElectricPotential, []row{
		{"abvolt", "abvolt", "abV", "1e-8"},
		{"volt", "volt", "V", "1"},
		{"statvolt", "statvolt", "statV", ""},
	}, []prefixedRow{
		{row{"*volt", "*volt", "*V", "1"}, si, 1},
	}},
	{"electric resistance", []row{
		{"abohm", "abohm", "abΩ", "1e-9"},
		{"ohm", "ohm", "Ω", "1"},
		{"voltPerAmpere", "volt per ampere", "V/A", "1"},
		{"kilohm", "kilohm", "kΩ", "1000"},
		{"megohm", "megohm", "MΩ", "1000000"},
		{"statohm", "statohm", "statΩ", ""},
	}, []prefixedRow{
		{row{"*ohm", "*ohm", "*Ω", "1"}, "yotta zetta exa peta tera giga hecto deca deci centi milli micro nano pico femto atto zepto yocto", 1},
	}},
	{"electric conductance", []row{
		{"amperePerVolt", "ampere per volt", "A/V", "1"},
		{"mho", "mho", "", "1"},
		{"siemens", "siemens", "S", "1"},
		{"abmho", "abmho", "", "1e9"},
		{"statmho", "statmho", "", ""},
	}, []prefixedRow{
		{row{"*siemens", "*siemens", "*S", "1"}, si, 1},
	}},
	{"capacitance", []row{
		{"coulombPerVolt", "coulomb per volt", "C/V", "1"},
		{"farad", "farad", "F", "1"},
		{"abfarad", "abfarad", "abF", "1e9"},
		{"statfarad", "statfarad", "statF", ""},
	}, []prefixedRow{
		{row{"*farad", "*farad", "*F", "1"}, si, 1},
	}},
	{"inductance", []row{
		{"abhenry", "abhenry", "abH", "1e-9"},
		{"henry", "henry", "H", "1"},
		{"weberPerAmpere", "weber per ampere", "Wb/A", "1"},
		{"stathenry", "stathenry", "statH", ""},
	}, []prefixedRow{
		{row{"*henry", "*henry", "*H", "1"}, si, 1},
	}},
	{"electric dipole moment", []row{
		{"coulombMetre", "coulomb metre", "C m", "1"},
		{"debye", "debye", "D", ""},
	}, nil},
	{"magnetic flux", []row{
		{"maxwell", "maxwell", "Mx", "1e-8"},
		{"voltSecond-Time", "volt second", "V s", "1"},
		{"weber", "weber", "Wb", "1"},
		{"statweber", "statweber", "statWb", ""},
		{"unitPole", "unit pole", "", ""},
	}, []prefixedRow{
		{row{"*weber", "*weber", "*Wb", "1"}, si, 1},
	}},
	{"magnetic flux density", []row{
		{"gamma", "gamma", "γ", "1e-9"},
		{"milligauss", "milligauss", "mG", "0.0000001"},
		{"gauss", "gauss", "G", "0.0001"},
		{"tesla", "tesla", "T", "1"},
		{"weberPerSquareMetre", "weber per square metre", "Wb/m2", "1"},
		{"stattesla", "stattesla", "statT", ""},
	}, []prefixedRow{
		{row{"*tesla", "*tesla", "*T", "1"}, si, 1},
	}},
	{"magnetic field", []row{
		{"amperePerMetre", "ampere per metre", "A/m", "1"},
		{"oersted", "oersted", "Oe", ""},
	}, nil},
	{"luminous intensity", []row{
		{"candela", "candela", "cd", "1"},
	}, []prefixedRow{
		{row{"*candela", "*candela", "*cd", "1"}, si, 1},
	}},
	{"luminous flux", []row{
		{"lumen", "lumen", "lm", "1"},
	}, []prefixedRow{
		{row{"*lumen", "*lumen", "*lm", "1"}, si, 1},
	}},
	{"illuminance", []row{
		{"lumenPerSquareMetre", "lumen per square metre", "lm/m2", "1"},
		{"lux", "lux", "lx", "1"},
		{"footcandle", "footcandle", "", "1/0.09290304"},
		{"phot", "phot", "ph", "10000"},
	}, []prefixedRow{
		{row{"*lux", "*lux", "*lx", "1"}, si, 1},
	}},
	{"luminance", []row{
		{"candelaPerSquareMetre", "candela per square metre", "cd/m2", "1"},
		{"candelaPerSquareCentimetre", "candela per square centimetre", "cd/cm2", "10000"},
		{"stilb", "stilb", "sb", "10000"},
		{"footlambert", "footlambert", "", ""},
		{"lambert", "lambert", "", ""},
	}, nil},
	{"amount of substance", []row{
		{"mole", "mole", "mol", "1"},
	}, []prefixedRow{
		{row{"*mole", "*mole", "*mol", "1"}, si, 1},
	}},
	{"amount concentration", []row{
		{"molePerCubicmetre", "mole per cubic metre", "mol/m3", "1"},
		{"molar", "molar", "M", "1000"},
		{"molePerLitre", "mole per litre", "mol/l", "1000"},
	}, []prefixedRow{
		{row{"*molar", "*molar", "*M", "1000"}, si, 1},
		{row{"molePer*litre", "mole per *litre", "mol/*l", "1000"}, si, -1},
		{row{"*molePerLitre", "*mole per litre", "*mol/l", "1000"}, si, 1},
	}},
	{"amount of substance per length", []row{
		{"molePermegametre", "mole per megametre", "mol/Mm", "0.000001"},
		{"molePerMetre", "mole per metre", "mol/m", "1"},
	}, []prefixedRow{
		{row{"molePer*metre", "mole per *metre", "mol/*m", "1"}, "yotta zetta exa peta tera giga kilo hecto deca deci centi milli micro nano pico femto atto zepto yocto", -1},
		{row{"*molePerMetre", "*mole per metre", "*mol/m", "1"}, si, 1},
	}},
	{"catalytic activity", []row{
		{"nanomolePerHour", "nanomole per hour", "nmol/h", "1/3600000000000"},
		{"micromolePerSecond-Time", "micromole per second", "μmol/s", "0.000001"},
		{"katal", "katal", "kat", "1"},
		{"molePerSecond-Time", "mole per second", "mol/s", "1"},
	}, []prefixedRow{
		{row{"*katal", "*katal", "*kat", "1"}, si, 1},
	}},
	{"radioactivity", []row{
		{"becquerel", "becquerel", "Bq", "1"},
		{"curie", "curie", "Ci", "37000000000"},
	}, []prefixedRow{
		{row{"*becquerel", "*becquerel", "*Bq", "1"}, si, 1},
	}},
	{"absorbed dose", []row{
		{"rad", "rad", "rad", "0.01"},
		{"gray", "gray", "Gy", "1"},
	}, []prefixedRow{
		{row{"*gray", "*gray", "*Gy", "1"}, si, 1},
	}},
	{"dose equivalent", []row{
		{"rem", "rem", "rem", "0.01"},
		{"sievert", "sievert", "Sv", "1"},
	}, []prefixedRow{
		{row{"*sievert", "*sievert", "*Sv", "1"}, si, 1},
	}},
	{"exposure", []row{
		{"röntgen", "röntgen", "R", "0.000258"},
		{"coulombPerKilogram", "coulomb per kilogram", "C/kg", "1"},
	}, nil},
	{"radian measure", []row{
		{"radian", "radian", "rad", "1"},
	}, []prefixedRow{
		{row{"*radian", "*radian", "*rad", "1"}, submultiples, 1},
	}},
	{"solid angle", []row{
		{"steradian", "steradian", "sr", "1"},
	}, []prefixedRow{
		{row{"*steradian", "*steradian", "*sr", "1"}, submultiples, 1},
	}},
	{"dynamic viscosity", []row{
		{"centipoise", "centipoise", "cP", "0.001"},
		{"poise", "poise", "P", "0.1"},
		{"pascalSecond-Time", "pascal second", "Pa s", "1"},
	}, nil},
	{"kinematic viscosity", []row{
		{"centistokes", "centistokes", "cSt", "0.000001"},
		{"stokes", "stokes", "St", "0.0001"},
		{"squareMetrePerSecond-Time", "square metre per second", "m2/s", "1"},
	}, nil},
	{"fluidity", []row{{"rhe", "rhe", "", "10"}}, nil},
	{"wavenumber", []row{
		{"reciprocalMetre", "reciprocal metre", "m-1", "1"},
		{"kayser", "kayser", "", "100"},
	}, nil},
}
