package vf

import "tributary/vocab"

// Recipes.
var (
	PrimaryOutput = Schema.Property(vocab.Property{
		Term: "primaryOutput", Range: vocab.On(ResourceSpecification),
		On:     vocab.On(Recipe),
		Status: "testing",
		Doc:    "The type of resource the recipe is for.",
	})
	RecipeIncludes = Schema.Property(vocab.Property{
		Term: "recipeIncludes", Label: "includes", Range: vocab.On(RecipeProcess), Many: true,
		On:     vocab.On(Recipe),
		Status: "testing",
		Doc:    "A process of the recipe.",
	})
	ProcessConformsTo = Schema.Property(vocab.Property{
		Term: "processConformsTo", Label: "kind of process", Range: vocab.On(ProcessSpecification),
		On:     vocab.On(RecipeProcess),
		Status: "stable",
		Doc:    "The type of process it is a template of.",
	})
	ProcessClassifiedAs = Schema.Property(vocab.Property{
		Term: "processClassifiedAs", Label: "classified as", Range: vocab.On(vocab.Tag), Many: true,
		On:     vocab.On(RecipeProcess),
		Status: "testing",
		Doc:    "A word or concept under which the process is filed.",
	})
	HasDuration = Schema.Property(vocab.Property{
		Term: "hasDuration", Label: "duration", Range: vocab.On(Measure),
		On:     vocab.On(RecipeProcess),
		Near:   []vocab.IRI{timens + "hasDuration"},
		Status: "stable",
		Doc:    "How long the process takes.",
	})
	RecipeInputOf = Schema.Property(vocab.Property{
		Term: "recipeInputOf", Label: "goes into", Range: vocab.On(RecipeProcess),
		On:     vocab.On(RecipeFlow),
		Status: "stable",
		Doc:    "The process template the flow goes into.",
	})
	HasRecipeInput = Schema.Property(vocab.Property{
		Term: "hasRecipeInput", Label: "takes in", Range: vocab.On(RecipeFlow), Many: true, Inverse: RecipeInputOf,
		On:     vocab.On(RecipeProcess),
		Status: "stable",
		Doc:    "A flow that goes into the process template.",
	})
	RecipeOutputOf = Schema.Property(vocab.Property{
		Term: "recipeOutputOf", Label: "comes out of", Range: vocab.On(RecipeProcess),
		On:     vocab.On(RecipeFlow),
		Status: "stable",
		Doc:    "The process template the flow comes out of.",
	})
	HasRecipeOutput = Schema.Property(vocab.Property{
		Term: "hasRecipeOutput", Label: "brings forth", Range: vocab.On(RecipeFlow), Many: true, Inverse: RecipeOutputOf,
		On:     vocab.On(RecipeProcess),
		Status: "stable",
		Doc:    "A flow that comes out of the process template.",
	})
	RecipeClauseOf = Schema.Property(vocab.Property{
		Term: "recipeClauseOf", Label: "clause of", Range: vocab.On(RecipeExchange),
		On:     vocab.On(RecipeFlow),
		Status: "stable",
		Doc:    "The exchange template the flow is part of, on the first side.",
	})
	RecipeStipulates = Schema.Property(vocab.Property{
		Term: "recipeStipulates", Label: "promises", Range: vocab.On(RecipeFlow), Many: true, Inverse: RecipeClauseOf,
		On:     vocab.On(RecipeExchange),
		Status: "stable",
		Doc:    "What the first side gives in the exchange template.",
	})
	RecipeReciprocalClauseOf = Schema.Property(vocab.Property{
		Term: "recipeReciprocalClauseOf", Label: "in return, clause of", Range: vocab.On(RecipeExchange),
		On:     vocab.On(RecipeFlow),
		Status: "stable",
		Doc:    "The exchange template the flow is part of, on the other side.",
	})
	RecipeStipulatesReciprocal = Schema.Property(vocab.Property{
		Term: "recipeStipulatesReciprocal", Label: "promises in return", Range: vocab.On(RecipeFlow), Many: true, Inverse: RecipeReciprocalClauseOf,
		On:     vocab.On(RecipeExchange),
		Status: "stable",
		Doc:    "What the other side gives in the exchange template.",
	})
)
