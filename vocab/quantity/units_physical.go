package quantity

// physicalUnits are energy, forces, movement, warmth and data.
var physicalUnits = []family{
	{Energy, []row{
		{"electronvolt", "electronvolt", "eV", "1.602176634e-19"},
		{"erg", "erg", "erg", "0.0000001"},
		{"footPoundal", "foot poundal", "", "0.45359237*0.3048*0.3048"},
		{"megaerg", "megaerg", "Merg", "0.1"},
		{"joule", "joule", "J", "1"},
		{"calorie-Thermochemical", "calorie (thermochemical)", "cal_th", "4.184"},
		{"calorie-InternationalTable", "calorie (International Table)", "cal_IT", "4.1868"},
		{"calorie-Mean", "calorie (mean)", "cal", "4.19002"},
		{"BritishThermalUnit-Thermochemical", "British thermal unit (thermochemical)", "Btu_th", "4.184*453.59237/1.8"},
		{"BritishThermalUnit-InternationalTable", "British thermal unit (International Table)", "Btu_IT", "1055.05585262"},
		{"wattHour", "watt hour", "W h", "3600"},
		{"kilocalorie-Mean", "kilocalorie (mean)", "kcal", "4190.02"},
		{"kilowattHour", "kilowatt hour", "kW h", "3600000"},
		{"therm-US", "therm (US)", "", "105480400"},
		{"therm-EC", "therm (EC)", "", "105506000"},
		{"megawattHour", "megawatt hour", "MW h", "3600000000"},
		{"tonOfTNT", "ton of TNT", "", "4184000000"},
		{"gigawattHour", "gigawatt hour", "GW h", "36e11"},
		{"terawattHour", "terawatt hour", "TW h", "36e14"},
		{"quad", "quad", "", "1055.05585262*1e15"},
		{"BritishThermalUnit-39F", "British thermal unit (39 °F)", "Btu", ""},
		{"BritishThermalUnit-59F", "British thermal unit (59 °F)", "Btu", ""},
		{"BritishThermalUnit-60F", "British thermal unit (60 °F)", "Btu", ""},
		{"BritishThermalUnit-Mean", "British thermal unit (mean)", "Btu", ""},
		{"calorie-15C", "calorie (15 °C)", "cal_15", ""},
		{"calorie-20C", "calorie (20 °C)", "cal_20", ""},
	}, []prefixedRow{
		{row{"*joule", "*joule", "*J", "1"}, si, 1},
		{row{"*electronvolt", "*electronvolt", "*eV", "1.602176634e-19"}, "giga mega kilo", 1},
	}},
	{Power, []row{
		{"kilocalorie-MeanPerDay", "kilocalorie (mean) per day", "kcal/d", "4190.02/86400"},
		{"joulePerSecond-Time", "joule per second", "J/s", "1"},
		{"watt", "watt", "W", "1"},
		{"horsepower-Metric", "horsepower (metric)", "PS", "9.80665*75"},
		{"horsepower-British", "horsepower (British)", "", "0.3048*0.45359237*9.80665*550"},
		{"horsepower-Electric", "horsepower (electric)", "", "746"},
		{"tonOfRefrigeration", "ton of refrigeration", "", "1055.05585262*12000/3600"},
		{"horsepower-Boiler", "horsepower (boiler)", "", ""},
		{"horsepower-Water", "horsepower (water)", "", ""},
	}, []prefixedRow{
		{row{"*watt", "*watt", "*W", "1"}, si, 1},
	}},
	{Force, []row{
		{"dyne", "dyne", "dyn", "0.00001"},
		{"poundal", "poundal", "", "0.45359237*0.3048"},
		{"newton", "newton", "N", "1"},
		{"pound-Force", "pound-force", "lbf", "0.45359237*9.80665"},
		{"kip", "kip", "", "0.45359237*9.80665*1000"},
		{"ton-Force-Short", "ton-force (short)", "", "0.45359237*9.80665*2000"},
	}, []prefixedRow{
		{row{"*newton", "*newton", "*N", "1"}, si, 1},
	}},
	{Pressure, []row{
		{"barye", "barye", "ba", "0.1"},
		{"newtonPerSquareMetre", "newton per square metre", "N/m2", "1"},
		{"pascal", "pascal", "Pa", "1"},
		{"torr", "torr", "Torr", "101325/760"},
		{"millimetreOfMercury", "millimetre of mercury", "mm Hg", "133.322387415"},
		{"centimetreOfMercury", "centimetre of mercury", "cm Hg", "1333.22387415"},
		{"atmosphere-Technical", "atmosphere (technical)", "at", "98066.5"},
		{"bar", "bar", "bar", "100000"},
		{"atmosphere-Standard", "atmosphere (standard)", "atm", "101325"},
		{"metreOfMercury", "metre of mercury", "m Hg", "13595.1*9.80665"},
	}, []prefixedRow{
		{row{"*bar", "*bar", "*bar", "100000"}, "deci milli micro", 1},
		{row{"*pascal", "*pascal", "*Pa", "1"}, si, 1},
	}},
	{"torque", []row{
		{"micronewtonMetre", "micronewton metre", "μN m", "0.000001"},
		{"millinewtonMetre", "millinewton metre", "mN m", "0.001"},
		{"newtonMetre", "newton metre", "N m", "1"},
	}, nil},
	{Speed, []row{
		{"millimetrePerDay", "millimetre per day", "mm/d", "1/86400000"},
		{"centimetrePerDay", "centimetre per day", "cm/d", "1/8640000"},
		{"millimetrePerHour", "millimetre per hour", "mm/h", "1/3600000"},
		{"metrePerDay", "metre per day", "m/d", "1/86400"},
		{"kilometrePerHour", "kilometre per hour", "km/h", "5/18"},
		{"mile-StatutePerHour", "mile (statute) per hour", "mi/h", "0.44704"},
		{"knot-International", "knot (international)", "", "1852/3600"},
		{"nauticalMile-InternationalPerHour", "nautical mile per hour", "nmi/h", "463/900"},
		{"metrePerSecond-Time", "metre per second", "m/s", "1"},
	}, []prefixedRow{
		{row{"metrePer*second-Time", "metre per *second", "m/*s", "1"}, si, -1},
		{row{"*metrePerSecond-Time", "*metre per second", "*m/s", "1"}, si, 1},
	}},
	{Acceleration, []row{
		{"gal", "gal", "Gal", "0.01"},
		{"metrePerSecond-TimeSquared", "metre per second squared", "m/s2", "1"},
	}, []prefixedRow{
		{row{"metrePer*second-TimeSquared", "metre per *second squared", "m/*s2", "1"}, si, -2},
		{row{"*metrePerSecond-TimeSquared", "*metre per second squared", "*m/s2", "1"}, si, 1},
	}},
	{Frequency, []row{
		{"reciprocalYear", "reciprocal year", "a-1", "1/31556952"},
		{"reciprocalDay", "reciprocal day", "d-1", "1/86400"},
		{"reciprocalHour", "reciprocal hour", "h-1", "1/3600"},
		{"reciprocalMinute-Time", "reciprocal minute", "min-1", "1/60"},
		{"hertz", "hertz", "Hz", "1"},
		{"reciprocalSecond-Time", "reciprocal second", "s-1", "1"},
	}, []prefixedRow{
		{row{"*hertz", "*hertz", "*Hz", "1"}, si, 1},
	}},
	{Density, []row{
		{"milligramPerCubicmetre", "milligram per cubic metre", "mg/m3", "0.000001"},
		{"gramPerCubicmetre", "gram per cubic metre", "g/m3", "0.001"},
		{"microgramPerCubicCentimetre", "microgram per cubic centimetre", "μg/cm3", "0.001"},
		{"gramPerLitre", "gram per litre", "g/l", "1"},
		{"kilogramPerCubicmetre", "kilogram per cubic metre", "kg/m3", "1"},
		{"gramPerCubicCentimetre", "gram per cubic centimetre", "g/cm3", "1000"},
		{"kilogramPerCubicDecimetre", "kilogram per cubic decimetre", "kg/dm3", "1000"},
		{"tonnePerCubicmetre", "tonne per cubic metre", "t/m3", "1000"},
	}, []prefixedRow{
		{row{"gramPer*litre", "gram per *litre", "g/*l", "1"}, si, -1},
		{row{"*gramPerLitre", "*gram per litre", "*g/l", "1"}, si, 1},
	}},
	{Temperature, []row{
		{"degreeRankine", "degree Rankine", "°R", "5/9"},
		{"kelvin", "kelvin", "K", "1"},
	}, []prefixedRow{
		{row{"*kelvin", "*kelvin", "*K", "1"}, si, 1},
	}},
	// Degrees whose zero is not absolute have no ratio to one another.
	{Temperature, []row{
		{"degreeCelsius", "degree Celsius", "°C", ""},
		{"degreeFahrenheit", "degree Fahrenheit", "°F", ""},
		{"degreeReaumur", "degree Réaumur", "°Ré", ""},
	}, []prefixedRow{
		{row{"*degreeCelsius", "*degree Celsius", "*°C", ""}, submultiples, 1},
	}},
	{Data, []row{
		{"bit", "bit", "bit", "1"},
		{"shannon", "shannon", "Sh", "1"},
		{"byte", "byte", "B", "8"},
		{"hartley", "hartley", "Hart", ""},
	}, []prefixedRow{
		{row{"*bit", "*bit", "*bit", "1"}, binary, 1},
		{row{"*byte", "*byte", "*B", "8"}, binary, 1},
	}},
	{"data per time", []row{{"bitPerSecond-Time", "bit per second", "bit/s", "1"}}, nil},
	{"volume per time", []row{
		{"cubicMetrePerYear", "cubic metre per year", "m3/a", "1/31556952"},
		{"litrePerHour", "litre per hour", "l/h", "1/3600000"},
		{"cubicMetrePerSecond-Time", "cubic metre per second", "m3/s", "1"},
	}, nil},
	{"mass per area", []row{
		{"kilogramPerHectare", "kilogram per hectare", "kg/ha", "0.0001"},
		{"gramPerSquareMetre", "gram per square metre", "g/m2", "0.001"},
		{"ounceAvoirdupoisPerSquareYard-International", "ounce (avoirdupois) per square yard (international)", "oz/yd2", "45359237/1337803776"},
		{"tonnePerHectare", "tonne per hectare", "t/ha", "0.1"},
		{"kilogramPerSquareMetre", "kilogram per square metre", "kg/m2", "1"},
	}, nil},
	{"mass per length", []row{
		{"milligramPerKilometre", "milligram per kilometre", "mg/km", "0.000000001"},
		{"gramPerMetre", "gram per metre", "g/m", "0.001"},
	}, nil},
	{"volume per length", []row{{"litrePer100Kilometre", "litre per 100 kilometre", "l/100 km", "0.00000001"}}, nil},
}
