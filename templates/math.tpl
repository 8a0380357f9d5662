{{%AUTOESCAPE context="HTML"}}
{{#WEIGHTED_MEAN}}
<math display="block"><msub><mi>D</mi><mi>w</mi></msub><mo>=</mo><mfrac><mrow><munder><mo>∑</mo><mi>i</mi></munder><msub><mi>w</mi><mi>i</mi></msub><msub><mi>D</mi><mi>i</mi></msub></mrow><mrow><munder><mo>∑</mo><mi>i</mi></munder><msub><mi>w</mi><mi>i</mi></msub></mrow></mfrac></math>
{{/WEIGHTED_MEAN}}
{{#SIGMA}}
<math display="block"><mi>σ</mi><mo>=</mo><msqrt><mfrac><mrow><munder><mo>∑</mo><mi>i</mi></munder><msub><mi>w</mi><mi>i</mi></msub><msup><mrow><mo>(</mo><msub><mi>D</mi><mi>i</mi></msub><mo>−</mo><msub><mi>D</mi><mi>w</mi></msub><mo>)</mo></mrow><mn>2</mn></msup></mrow><mrow><munder><mo>∑</mo><mi>i</mi></munder><msub><mi>w</mi><mi>i</mi></msub></mrow></mfrac></msqrt></math>
{{/SIGMA}}
{{#CV}}
<math display="block"><mi>cv</mi><mo>=</mo><mrow><mo>{</mo><mtable columnalign="left"><mtr><mtd><mrow><mfrac><mrow><mi>σ</mi></mrow><mrow><msub><mi>D</mi><mi>w</mi></msub></mrow></mfrac></mrow></mtd><mtd><mrow><mtext>where&#xa0;</mtext><msub><mi>D</mi><mi>w</mi></msub><mo>&gt;</mo><mn>0</mn></mrow></mtd></mtr><mtr><mtd><mrow><mn>0</mn></mrow></mtd><mtd><mrow><mtext>where&#xa0;</mtext><msub><mi>D</mi><mi>w</mi></msub><mo>=</mo><mn>0</mn></mrow></mtd></mtr></mtable></mrow></math>
{{/CV}}
{{#PENALTY}}
<math display="block"><mi>penalty</mi><mo>=</mo><mi>clamp</mi><mrow><mo>(</mo><mn>1</mn><mo>−</mo><mi>λ</mi><mo lspace="0.17em" rspace="0">&#x2062;</mo><mi>cv</mi><mo>,</mo><mn>0</mn><mo>,</mo><mn>1</mn><mo>)</mo></mrow></math>
{{/PENALTY}}
{{#TALENT}}
<math display="block"><mi>talent</mi><mo>=</mo><mi>clamp</mi><mrow><mo>(</mo><mn>1</mn><mo>−</mo><mn>0.15</mn><mo lspace="0.17em" rspace="0">&#x2062;</mo><mi>max</mi><mrow><mo>(</mo><mn>0</mn><mo>,</mo><mi>TC</mi><mo>−</mo><mi>θ</mi><mo>)</mo></mrow><mo>,</mo><mn>0</mn><mo>,</mo><mn>1</mn><mo>)</mo></mrow></math>
{{/TALENT}}
{{#V_R}}
<math display="block"><msup><mi>V</mi><mi mathvariant="normal">R</mi></msup><mo>=</mo><mi>clamp</mi><mrow><mo>(</mo><msub><mi>D</mi><mi>w</mi></msub><mo lspace="0.28em" rspace="0.28em">×</mo><mi>penalty</mi><mo lspace="0.28em" rspace="0.28em">×</mo><mi>talent</mi><mo>,</mo><mn>0</mn><mo>,</mo><mn>100</mn><mo>)</mo></mrow></math>
{{/V_R}}
{{#POSITION_FACTOR}}
<math display="block"><mi>PF</mi><mo>=</mo><mi>clamp</mi><mrow><mo>(</mo><mn>0.6</mn><mo lspace="0.17em" rspace="0">&#x2062;</mo><mi>clamp</mi><mrow><mo>(</mo><mfrac><mrow><msup><mi>V</mi><mi mathvariant="normal">R</mi></msup><mo>−</mo><mi>average</mi></mrow><mrow><mn>50</mn></mrow></mfrac><mo>,</mo><mrow><mo>−</mo><mn>1</mn></mrow><mo>,</mo><mn>1</mn><mo>)</mo></mrow><mo>+</mo><mn>0.8</mn><mrow><mo>(</mo><mi>percentile</mi><mo>−</mo><mn>0.5</mn><mo>)</mo></mrow><mo>,</mo><mrow><mo>−</mo><mn>1</mn></mrow><mo>,</mo><mn>1</mn><mo>)</mo></mrow></math>
{{/POSITION_FACTOR}}
{{#H_R}}
<math display="block"><msup><mi>H</mi><mi mathvariant="normal">R</mi></msup><mo>=</mo><mi>clamp</mi><mrow><mo>(</mo><mi>baseline</mi><mo lspace="0.28em" rspace="0.28em">×</mo><mrow><mo>(</mo><mn>1</mn><mo>+</mo><mi>δ</mi><mo lspace="0.17em" rspace="0">&#x2062;</mo><mi>PF</mi><mo>)</mo></mrow><mo>,</mo><mn>0</mn><mo>,</mo><mn>100</mn><mo>)</mo></mrow></math>
{{/H_R}}
{{#ALIGNMENT}}
<math display="block"><mi>align</mi><mo>=</mo><mn>1</mn><mo>−</mo><mfrac><mrow><mo fence="true" stretchy="false">|</mo><msup><mi>V</mi><mi mathvariant="normal">R</mi></msup><mo>−</mo><msup><mi>H</mi><mi mathvariant="normal">R</mi></msup><mo fence="true" stretchy="false">|</mo></mrow><mrow><mn>100</mn></mrow></mfrac></math>
{{/ALIGNMENT}}
{{#TIMING}}
<math display="block"><mi>timing</mi><mo>=</mo><mi>clamp</mi><mrow><mo>(</mo><mtext>timing factor</mtext><mo>,</mo><mn>0.8</mn><mo>,</mo><mn>1.2</mn><mo>)</mo></mrow></math>
{{/TIMING}}
{{#SYNERGY}}
<math display="block"><mi>Synergy</mi><mo>=</mo><mi>clamp</mi><mrow><mo>(</mo><mfrac><mrow><msup><mi>V</mi><mi mathvariant="normal">R</mi></msup><msup><mi>H</mi><mi mathvariant="normal">R</mi></msup></mrow><mrow><mn>100</mn></mrow></mfrac><mo lspace="0.28em" rspace="0.28em">×</mo><mi>align</mi><mo lspace="0.28em" rspace="0.28em">×</mo><mi>timing</mi><mo>,</mo><mn>0</mn><mo>,</mo><mn>100</mn><mo>)</mo></mrow></math>
{{/SYNERGY}}
{{#ORG_AI_R}}
<math display="block"><mtext>Org-AI-R</mtext><mo>=</mo><mi>clamp</mi><mrow><mo>(</mo><mrow><mo>(</mo><mn>1</mn><mo>−</mo><mi>β</mi><mo>)</mo></mrow><mrow><mo>(</mo><mi>α</mi><mo lspace="0.17em" rspace="0">&#x2062;</mo><msup><mi>V</mi><mi mathvariant="normal">R</mi></msup><mo>+</mo><mrow><mo>(</mo><mn>1</mn><mo>−</mo><mi>α</mi><mo>)</mo></mrow><msup><mi>H</mi><mi mathvariant="normal">R</mi></msup><mo>)</mo></mrow><mo>+</mo><mi>β</mi><mo lspace="0.17em" rspace="0">&#x2062;</mo><mi>Synergy</mi><mo>,</mo><mn>0</mn><mo>,</mo><mn>100</mn><mo>)</mo></mrow></math>
{{/ORG_AI_R}}
{{#RELIABILITY}}
<math display="block"><mi>ρ</mi><mo>=</mo><mi>min</mi><mrow><mo>(</mo><mn>0.99</mn><mo>,</mo><mfrac><mrow><mi>n</mi><mi>r</mi></mrow><mrow><mn>1</mn><mo>+</mo><mrow><mo>(</mo><mi>n</mi><mo>−</mo><mn>1</mn><mo>)</mo></mrow><mi>r</mi></mrow></mfrac><mo>)</mo></mrow><mo rspace="1em">,</mo><mi>r</mi><mo>=</mo><mn>0.30</mn></math>
{{/RELIABILITY}}
{{#SEM}}
<math display="block"><mi>SEM</mi><mo>=</mo><mi>s</mi><msqrt><mn>1</mn><mo>−</mo><mi>ρ</mi></msqrt></math>
{{/SEM}}
{{#INTERVAL}}
<math display="block"><mi>interval</mi><mo>=</mo><mi>score</mi><mo>±</mo><mn>1.959963985</mn><mo lspace="0.28em" rspace="0.28em">×</mo><mi>SEM</mi></math>
{{/INTERVAL}}
{{#EBITDA}}
<math display="block"><mi>base</mi><mo>=</mo><mrow><mo>(</mo><mn>0.25</mn><mo>+</mo><mn>0.05</mn><mo lspace="0.17em" rspace="0">&#x2062;</mo><mi>d</mi><mo>+</mo><mn>0.025</mn><mo lspace="0.17em" rspace="0">&#x2062;</mo><mfrac><mrow><mi>d</mi><msup><mi>H</mi><mi mathvariant="normal">R</mi></msup></mrow><mrow><mn>100</mn></mrow></mfrac><mo>+</mo><mi>step</mi><mo>)</mo></mrow><mo lspace="0.28em" rspace="0.28em">×</mo><mi>multiplier</mi></math>
{{/EBITDA}}
{{#STEP}}
<math display="block"><mi>step</mi><mo>=</mo><mrow><mo>{</mo><mtable columnalign="left"><mtr><mtd><mrow><mn>1</mn></mrow></mtd><mtd><mrow><mtext>where&#xa0;</mtext><mi>d</mi><mo>&gt;</mo><mn>25</mn></mrow></mtd></mtr><mtr><mtd><mrow><mn>0</mn></mrow></mtd><mtd><mrow><mtext>otherwise</mtext></mrow></mtd></mtr></mtable></mrow></math>
{{/STEP}}
{{#SCENARIOS}}
<math display="block"><mi>conservative</mi><mo>=</mo><mn>0.7</mn><mo lspace="0.28em" rspace="0.28em">×</mo><mi>base</mi><mo rspace="1.5em">,</mo><mi>optimistic</mi><mo>=</mo><mn>1.3</mn><mo lspace="0.28em" rspace="0.28em">×</mo><mi>base</mi></math>
{{/SCENARIOS}}
{{#FUND}}
<math display="block"><mtext>Fund-AI-R</mtext><mo>=</mo><mfrac><mrow><munder><mo>∑</mo><mi>j</mi></munder><msub><mi>EV</mi><mi>j</mi></msub><mo lspace="0.17em" rspace="0">&#x2062;</mo><msub><mi>score</mi><mi>j</mi></msub></mrow><mrow><munder><mo>∑</mo><mi>j</mi></munder><msub><mi>EV</mi><mi>j</mi></msub></mrow></mfrac></math>
{{/FUND}}
{{#HHI}}
<math display="block"><mi>HHI</mi><mo>=</mo><munder><mo>∑</mo><mi>k</mi></munder><msup><mrow><mo>(</mo><mfrac><mrow><msub><mi>EV</mi><mi>k</mi></msub></mrow><mrow><mi>EV</mi></mrow></mfrac><mo>)</mo></mrow><mn>2</mn></msup></math>
{{/HHI}}
